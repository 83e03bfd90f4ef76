"""The profiles Helder comes with: every name exists, every rule says why and where it is stated."""

from __future__ import annotations

import re

import pytest

import helder

RULES = [(profile, rule) for profile in helder.CATALOG.profiles.values() for rule in profile.rules.values()]


def test_those_the_catalogue_promises_are_there() -> None:
    promised = {"zendesk", "genesys", "cisco_ignore", "cisco_negative", "cisco_positive", "delighted", "nicereply", "matomo"}
    assert promised <= helder.CATALOG.profiles.keys()


@pytest.mark.parametrize(("profile", "rule"), RULES, ids=lambda each: getattr(each, "name", getattr(each, "metric", "")))
def test_a_rule_is_sourced_and_can_be_counted(profile: object, rule: helder.metrics.profiles.Rule) -> None:
    assert rule.reason
    assert len(rule.source) > 10
    assert not rule.source.endswith(".toml")
    assert re.fullmatch(r"20\d\d-\d\d", rule.seen)
    assert not rule.address or rule.address.startswith(("https://", "http://"))
    helder.CATALOG[rule.metric].measured(rule.params)
