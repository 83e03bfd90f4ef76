"""Every address and every verb of the API, tried by everybody: the answers are those of expected.toml, and there are no more."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from web.rights.addresses import every
from web.rights.conftest import World

EXPECTED: dict[str, str] = tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))


def _asked(name: str) -> tuple[str, str]:
    verb, pattern = name.split(" ")[:2]
    return pattern, verb


#: By pattern, its verbs.
VERBS = {
    pattern: sorted({verb for other, verb in map(_asked, EXPECTED) if other == pattern}) for pattern, _ in map(_asked, EXPECTED)
}


def test_every_address_is_expected_and_none_that_is_not_there(site: object) -> None:
    expected = {f"{verb} {pattern}" for pattern, verbs in VERBS.items() for verb in verbs}
    assert sorted(set(every()) ^ expected) == [], "write them into expected.toml, or take them out"


@pytest.mark.parametrize("pattern", VERBS)
def test_everybody_is_answered_as_expected(world: World, pattern: str) -> None:
    found = world.answers(pattern, VERBS[pattern])
    assert found == {name: answers for name, answers in EXPECTED.items() if _asked(name)[0] == pattern}


def test_nobody_is_let_in_without_signing_in_but_where_it_is_meant() -> None:
    meant = (
        "/s/",
        "/shared/",
        "/wall/",
        "/o/",
        "/sms/",
        "/r/",
        "/t",
        "/survey-",
        "/embed/",
        "/sign-in",
        "/invitation/",
        "/reports/leave/",
        "/healthz",
        "/alerts/bell",  # which tells nobody nothing
    )
    opened = {_asked(name)[0] for name, answers in EXPECTED.items() if answers.startswith("yes")}
    assert sorted(one for one in opened if not one.startswith(meant)) == ["/api/v1/docs"]
