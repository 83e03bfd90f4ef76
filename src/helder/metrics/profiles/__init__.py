"""Profiles: metrics counted as another tool counts them."""

from helder.metrics.profiles.profile import Profile, Rule
from helder.metrics.profiles.read import known, own

__all__ = ["Profile", "Rule", "known", "own"]
