"""Profiles: named sets of parameters, to count as another tool does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from helder.errors import UnknownName


@dataclass(frozen=True)
class Profile:
    """Parameters by metric, and where the rule is stated."""

    name: str
    meaning: str
    source: str
    params: Mapping[str, Mapping[str, str | float]]


PROFILES: dict[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile(
            "genesys",
            "Every abandoned contact counts as missed, short ones too",
            "Genesys Cloud resource centre, service level: answered within the threshold / (answered + abandoned)",
            {"service_level": {"abandoned": "count", "short": 0}, "abandonment_rate": {"short": 0}},
        ),
        Profile(
            "cisco_ignore",
            "Contacts abandoned within the threshold are left out",
            "Cisco Unified Contact Center, service level type 1: ignore abandoned calls",
            {"service_level": {"abandoned": "ignore_in_time", "short": 0}},
        ),
        Profile(
            "cisco_negative",
            "Contacts abandoned within the threshold count as missed",
            "Cisco Unified Contact Center, service level type 2: abandoned calls have negative impact",
            {"service_level": {"abandoned": "count", "short": 0}},
        ),
        Profile(
            "cisco_positive",
            "Contacts abandoned within the threshold count as met",
            "Cisco Unified Contact Center, service level type 3: abandoned calls have positive impact",
            {"service_level": {"abandoned": "met_in_time", "short": 0}},
        ),
    )
}


def profile(name: str) -> Profile:
    """The profile of that name; UnknownName with the nearest ones otherwise."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UnknownName("profile", name, PROFILES) from None
