"""Links to a survey: what they say, and that nobody else can make one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from helder.web.serving import Serving

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def signed(address: str) -> str:
    return urlsplit(address).path.rsplit("/", 1)[1]


def test_a_link_says_what_it_was_given(accounts: Serving) -> None:
    from helder.web.surveys import links

    made = links.link(
        "care", invitation_id="i1", customer_id="c1", touchpoint="phone", channel="email", expires=NOW + timedelta(days=3)
    )
    said = links.read("care", signed(made))
    assert (said.invitation_id, said.customer_id, said.touchpoint, said.channel) == ("i1", "c1", "phone", "email")
    assert not said.expired(NOW)
    assert said.expired(NOW + timedelta(days=3))


def test_a_first_answer_stands_in_the_address(accounts: Serving) -> None:
    from helder.web.surveys.links import link

    made = link("care", first_question="recommend", first_answer=9.0)
    assert parse_qs(urlsplit(made).query) == {"q": ["recommend"], "a": ["9"]}


def test_a_link_opens_its_own_survey_unchanged_only(accounts: Serving) -> None:
    from django.core import signing

    from helder.web.surveys import links

    made = signed(links.link("care", customer_id="c1"))
    for wrong in (made[:-2], made[:5] + "x" + made[6:], signing.dumps({"i": "i1"}), "x"):
        with pytest.raises(links.BadLink):
            links.read("care", wrong)
    with pytest.raises(links.BadLink):
        links.read("other", made)
