"""Which filled-in surveys are whole."""

from __future__ import annotations

from typing import Any

from oracle.small import NOON, ask

Answer = tuple[str | None, str | None, float | None]


def whole(*answers: Answer, params: dict[str, Any] | None = None, **more: Any) -> tuple[float | None, int]:
    """The completion rate of answers, each of a response to a question with a score."""
    rows = [
        {"answer_id": str(i), "response_id": r, "question": q, "score": s, "answered_at": NOON, "survey": "s", **more}
        for i, (r, q, s) in enumerate(answers)
    ]
    (row,) = ask("completion_rate", tables={"answers": rows}, params=params)
    return row["numerator"], row["n"]


def test_who_stops_halfway_has_not_answered_all_even_where_blanks_are_not_sent() -> None:
    assert whole(("a", "q1", 1), ("a", "q2", 2), ("b", "q1", 1)) == (1, 2)


def test_where_a_survey_branches_those_put_can_be_asked_for() -> None:
    rows: tuple[Answer, ...] = (("a", "q1", 1), ("a", "q2", 2), ("b", "q1", 1), ("c", "q1", 1), ("c", "q3", None))
    assert whole(*rows) == (0, 3)
    assert whole(*rows, params={"questions": "put"}) == (2, 3)


def test_a_comment_or_a_choice_is_an_answer() -> None:
    assert whole(("a", "q1", None), ("b", "q1", None), comment="Thanks") == (2, 2)
    assert whole(("a", "q1", None), choice="no") == (1, 1)
    assert whole(("a", "q1", None), choice=" ") == (0, 1)


def test_the_same_number_in_another_survey_is_another_response() -> None:
    rows = [
        {"answer_id": f"{s}{i}", "response_id": "1", "question": q, "score": 1.0, "answered_at": NOON, "survey": s}
        for s, questions in (("s", "ab"), ("t", "c"))
        for i, q in enumerate(questions)
    ]
    (row,) = ask("completion_rate", tables={"answers": rows})
    assert (row["numerator"], row["n"]) == (2, 2)


def test_another_version_of_a_survey_asks_other_questions() -> None:
    first = [{"answer_id": "a", "response_id": "1", "question": "q1", "survey_version": 1}]
    second = [{"answer_id": f"b{q}", "response_id": "2", "question": q, "survey_version": 2} for q in ("q1", "q2")]
    rows = [{**row, "survey": "s", "score": 1.0, "answered_at": NOON} for row in first + second]
    (row,) = ask("completion_rate", tables={"answers": rows})
    assert (row["numerator"], row["n"]) == (2, 2)


def test_an_answer_of_no_response_is_none() -> None:
    assert whole((None, "q1", 1)) == (0, 0)
