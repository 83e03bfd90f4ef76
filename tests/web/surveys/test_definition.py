"""What a survey asks, read and written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.errors import HelderError
from helder.web.surveys import reading
from helder.web.surveys.definition import SCALES, Definition

RECOMMEND = {"code": "recommend", "kind": "nps", "text": {"en": "Would you recommend us?"}}
WHY = {
    "code": "why",
    "kind": "text",
    "text": {"en": "What went wrong?"},
    "when": {"question": "recommend", "at_most": 6},
}


def survey(*questions: dict[str, Any], **more: Any) -> Definition:
    return reading.from_json({"title": {"en": "A survey"}, "questions": list(questions), **more})


def test_what_is_not_said_is_usual() -> None:
    (question,) = survey(RECOMMEND).questions
    assert (question.scale, question.instrument, question.scores) == ("0-10", "nps", tuple(range(11)))
    (effort,) = survey({"code": "ease", "kind": "ces", "text": {"en": "?"}}).questions
    assert (effort.scale, effort.direction) == ("1-7", "ease")


def test_a_follow_up_is_asked_after_its_answers_only() -> None:
    asked = survey(RECOMMEND, WHY)
    assert [q.code for q in asked.asked({})] == ["recommend"]
    assert [q.code for q in asked.asked({"recommend": {"score": 6.0}})] == ["recommend", "why"]
    assert [q.code for q in asked.asked({"recommend": {"score": 7.0}})] == ["recommend"]


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([RECOMMEND, RECOMMEND], "question 2 (recommend): Two questions have the code"),
        ([WHY, RECOMMEND], "question 1 (why): There is no earlier question 'recommend'"),
        ([{**RECOMMEND, "kind": "npss"}], "There is no kind of question 'npss'"),
        ([{**RECOMMEND, "scale": "0-100"}], "There is no scale of a nps question '0-100'"),
        ([{**RECOMMEND, "text": {"nl": "Zou u?"}}], "Its text is missing in en"),
        ([{**RECOMMEND, "score": 1}], "There is no part 'score'"),
        ([{**RECOMMEND, "direction": "ease"}], "Only a ces question has a direction"),
        ([{"code": "pick", "kind": "choice", "text": {"en": "?"}, "choices": [{"value": "a"}]}], "two choices or more"),
        ([RECOMMEND, {**WHY, "when": {"question": "recommend"}}], "asked after no answer"),
        ([RECOMMEND, {**WHY, "when": {"question": "recommend", "among": ["6"]}}], "There is no choice of recommend '6'"),
        ([{**RECOMMEND, "code": "Was?"}], "It cannot be 'Was?'"),
        ([7], "It is written as names and values"),
    ],
)
def test_a_definition_that_cannot_be_says_why(questions: list[Any], said: str) -> None:
    with pytest.raises(HelderError) as told:
        survey(*questions)
    assert said in str(told.value)


WORDS = st.dictionaries(st.sampled_from(["nl", "da"]), st.sampled_from(["", " ", "Hvordan gik det?", "é"])).map(
    lambda w: {**w, "en": "A text"}
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Any survey of questions on scales, with follow-ups."""
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([kind for kind, scales in SCALES.items() if scales]))
        one: dict[str, Any] = {"code": f"q{number}", "kind": kind, "text": draw(WORDS), "required": draw(st.booleans())}
        one |= draw(st.just({}) | st.fixed_dictionaries({"scale": st.sampled_from(SCALES[kind])}))
        if made:
            before = draw(st.sampled_from(made))["code"]
            when = st.just({}) | st.just({"when": {"question": before, "at_least": 2}})
            one |= draw(when)
        made.append(one)
    return {"title": draw(WORDS), "languages": ["en", "nl"], "questions": made}


@given(definitions())
def test_what_is_written_is_read_again(given: dict[str, Any]) -> None:
    definition = reading.from_json(given)
    assert reading.from_text(reading.written(definition)) == definition
    assert reading.from_json(json.loads(json.dumps(reading.to_json(definition)))) == definition
