"""ICMI's worked case of the service level: 1,000 answered, 860 of them in time, 60 abandoned; 81 to 86 % by formula."""

from __future__ import annotations

import pytest
from oracle.loading import store
from oracle.small import contacts

#: Of the 60, 10 gave up within 5 s, 10 more within the 20 s of the threshold, and 40 later.
CASE = contacts(
    *[("answered", 15.0)] * 860, *[("answered", 45.0)] * 140,
    *[("abandoned", 3.0)] * 10, *[("abandoned", 12.0)] * 10, *[("abandoned", 60.0)] * 40, *[("blocked", None)] * 7,
)  # fmt: skip
TRUTH = {
    "helder": 860 / 1050, "icmi_1": 880 / 1060, "icmi_2": 860 / 1000, "icmi_3": 860 / 1060, "icmi_4": 860 / 1040,
    "icmi_5": 870 / 1060, "genesys": 860 / 1060, "cisco_ignore": 860 / 1040, "cisco_negative": 860 / 1060,
    "cisco_positive": 880 / 1060, "cxengage": 860 / 1040, "bright_pattern": 860 / 1040, "talkdesk": 860 / 1050,
}  # fmt: skip


def test_every_variant_comes_out() -> None:
    with store({"contacts": CASE}) as workspace:
        found = workspace.profiles("service_level")
    values = {variant.name: variant.rows[0].value for variant in found}
    assert values == pytest.approx(TRUTH, rel=1e-12)
    assert {f"{values[f'icmi_{i}']:.1%}" for i in range(1, 6)} == {"83.0%", "86.0%", "81.1%", "82.7%", "82.1%"}


def test_equal_rules_are_said_to_be_equal() -> None:
    with store({"contacts": CASE}) as workspace:
        found = {variant.name: variant for variant in workspace.profiles("service_level")}
    assert found["talkdesk"].same_as == "helder"
    assert found["cisco_negative"].same_as == "genesys" or found["genesys"].same_as == "cisco_negative"
    assert found["helder"].same_as is None
    assert found["icmi_2"].same_as is None


def test_a_profile_alone_gives_the_same_as_beside_the_others() -> None:
    with store({"contacts": CASE}) as workspace:
        for variant in workspace.profiles("service_level", by=["channel"]):
            alone = workspace.show("service_level", by=["channel"], profile=variant.profile.name if variant.profile else None)
            assert [row.value for row in alone] == [row.value for row in variant.rows]
