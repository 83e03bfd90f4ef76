"""What a survey's pages tell somebody is of the rows that they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from web.surveys.conftest import CARE

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving
    from helder.web.surveys.models import Survey


@pytest.fixture
def answered(publish: Callable[..., Survey], site: Serving) -> Survey:
    """A survey that two Danish customers answered by 10 and three Dutch ones by 0."""
    survey = publish(CARE, "Care")
    scores = {"c0": 10, "c3": 10, "c1": 0, "c2": 0, "c4": 0}  # as known rows have it, every third customer is Danish
    rows = [
        {
            "answer_id": f"of-{who}", "response_id": f"r-{who}", "survey": survey.key, "question": "recommend",
            "instrument": "nps", "score": float(score), "customer_id": who, "comment": f"said by {who}",
            "answered_at": datetime.now(UTC),
        }
        for who, score in scores.items()
    ]  # fmt: skip
    assert site.arrivals.send(TABLES["answers"], rows, source="a test").result().rejected == ()
    site.arrivals.flush()
    return survey


def test_a_department_sees_the_answers_of_its_own_customers(
    answered: Survey, person: Callable[[str], Person], signed_in: Callable[[str], Client], site: Serving
) -> None:
    from helder.web.accounts.models import Department
    from helder.web.boards.opening import questions_of
    from helder.web.surveys.figures import told
    from helder.web.surveys.results import results, said

    manager = person("manager")
    manager.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    whole, danish = site.questions, questions_of(manager)
    counts = [results(answered, answered.drafted, one)[0].answered for one in (whole, danish)]
    assert counts == [5, 2]
    assert {one.comment for one in said(answered, answered.drafted, danish)} == {"said by c0", "said by c3"}
    figures = {one.title: one for one in told(answered, answered.drafted, danish)}
    assert next(one.n for title, one in figures.items() if "Net Promoter" in title or "NPS" in title) == 2


def test_of_whom_it_cannot_be_told_nothing_is_said(answered: Survey, person: Callable[[str], Person], site: Serving) -> None:
    from helder.errors import NotInScope
    from helder.web.accounts.models import Department
    from helder.web.boards.opening import questions_of
    from helder.web.surveys.results import results

    manager = person("manager")
    manager.departments.set([Department.objects.create(name="Billing", conditions={"queue": ["billing"]})])
    with pytest.raises(NotInScope):
        results(answered, answered.drafted, questions_of(manager))
