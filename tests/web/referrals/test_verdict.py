"""Laws of the decision who came by which link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from helder.web.referrals import codes
from helder.web.referrals.verdict import Hint, Person, decide

START = datetime(2026, 3, 1, tzinfo=UTC)
WINDOW = timedelta(days=30)
MOMENTS = st.integers(0, 90).map(lambda days: START + timedelta(days=days))


@st.composite
def hints(draw: Any) -> Any:
    """What the store may show: orders are o0 to o2."""
    at, followed = draw(MOMENTS), draw(st.booleans())
    return Hint(
        source=draw(st.sampled_from(["visit", "order", "customer"])),
        source_id=draw(st.sampled_from(["o0", "o1", "o2"])),
        link=draw(st.integers(1, 3)),
        referral_id="",
        at=at,
        since=min(at, draw(MOMENTS)),
        followed=followed,
        own=draw(st.booleans()),
    )


@st.composite
def people(draw: Any) -> Any:
    ordered = draw(st.none() | MOMENTS)
    return Person("tom", draw(st.none() | MOMENTS), ordered, None if ordered is None else "o1")


@given(people(), st.lists(hints(), max_size=5), st.randoms())
def test_it_rests_on_what_is_known_and_not_on_the_order_of_it(person: Any, known: Any, random: Any) -> None:
    shuffled = list(known)
    random.shuffle(shuffled)
    first, again = decide(person, known, WINDOW), decide(person, shuffled, WINDOW)
    told = lambda verdict: verdict and (verdict.hint.source, verdict.hint.at, verdict.hint.source_id, verdict.order_id)  # noqa: E731
    assert told(first) == told(again)


@given(people(), st.lists(hints(), max_size=5))
def test_nobody_known_before_nor_oneself_is_ever_brought(person: Any, known: Any) -> None:
    verdict = decide(person, known, WINDOW)
    if verdict is None:
        return
    assert not verdict.hint.own
    assert person.signed_up_at is None or person.signed_up_at >= verdict.hint.since
    assert person.ordered_at is None or person.ordered_at >= verdict.hint.since
    assert verdict.order_id in (None, person.order_id)
    assert verdict.signed_up_at or verdict.converted_at
    if verdict.hint.followed and verdict.converted_at:
        assert verdict.converted_at - verdict.hint.since <= WINDOW


@given(people(), hints())
def test_a_longer_window_takes_nothing_away(person: Any, hint: Any) -> None:
    if decide(person, [hint], WINDOW) is not None:
        assert decide(person, [hint], WINDOW * 2) is not None


@given(st.text("abcdefghjkmnpqrstuvwxyz23456789. :/?=&", max_size=40), st.text(" ,:/=&", min_size=1, max_size=3))
def test_a_code_is_found_in_any_text(text: str, between: str) -> None:
    name = codes.new_referral(codes.new_code())
    code = name.partition(".")[0]
    assert (code, name) in list(codes.found_in([f"{text}{between}{name}{between}"]))
    assert (code, "") in list(codes.found_in([None, f"{code.upper()}{between}{text}"]))
