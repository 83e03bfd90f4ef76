"""Whatever is answered, step by step everything that is due is asked, once, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from web.surveys.test_definition import definitions

from helder.web.surveys import reading
from helder.web.surveys.given import Answer
from helder.web.surveys.sheet import items, plain, visible


@given(definitions(), st.data())
def test_every_question_that_is_due_is_asked_once_in_order(written: dict[str, object], data: st.DataObject) -> None:
    definition = reading.from_json(written)
    answers: dict[str, Answer] = {}
    before: list[str] = []
    while page := visible(definition, answers, before):
        for question in page:
            given_score = data.draw(st.none() | st.sampled_from(question.scores))
            answers[question.code] = Answer(score=None if given_score is None else float(given_score))
        before += [question.code for question in page]
    assert before == [question.code for question in definition.asked(plain(answers))]


@given(definitions(), st.data())
def test_a_page_has_what_its_script_may_need_and_hides_the_rest(written: dict[str, object], data: st.DataObject) -> None:
    definition = reading.from_json(written)
    first = visible(definition, {}, ())
    shown = items(definition, "en", first, {}, (), {})
    assert [item.code for item in shown if not item.hidden] == [question.code for question in first]
    answers = {q.code: Answer(score=float(data.draw(st.sampled_from(q.scores)))) for q in definition.questions}
    due = {question.code for question in definition.asked(plain(answers))}
    assert due <= {item.code for item in shown}
