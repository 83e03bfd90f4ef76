"""A token of a department reads the rows of that department, and nothing of the whole company."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.sharing.conftest import Company, company, orders_of

from helder.errors import BadQuestion
from helder.goals.goal import Goal
from helder.metrics import CATALOG

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["company"]


@pytest.fixture
def danish(company: Company) -> Client:
    """Another system with a token of the department of Denmark, which reads, personal data included, and writes."""
    from django.test import Client

    from helder.web.tokens import actions

    _, text = actions.create("partner", reads=True, personal=True, writes=["answers"], department=company.danish)
    return Client(headers={"Authorization": f"Bearer {text}"})


def year(client: Client, path: str, **more: Any) -> Any:
    from helder.web import serving
    from helder.web.boards.view import bounds

    since, until = bounds("12-months", serving.now().questions.today())
    return client.get(f"/api/v1/{path}", {"since": str(since), "until": str(until), **more})


def test_figures_are_of_its_rows_whatever_is_asked(danish: Client) -> None:
    (row,) = year(danish, "metrics/orders/figures").json()
    assert row["value"] == orders_of("DK") > 0
    assert [one["country"] for one in year(danish, "metrics/orders/figures", by="country").json()] == ["DK"]
    assert [one["value"] or 0 for one in year(danish, "metrics/orders/figures", where="country = 'NL'").json()] in ([], [0])
    explained = year(danish, "metrics/orders/explanation").json()
    assert explained["parts"][0]["counted"] == orders_of("DK")


def test_the_rows_behind_a_number_are_its_own(danish: Client) -> None:
    rows = year(danish, "metrics/orders/rows", limit=100_000).json()
    assert len(rows) == orders_of("DK")
    assert {row["customer_id"] for row in rows} <= {f"c{i}" for i in range(0, 12, 3)}


def test_what_its_rows_cannot_be_told_of_is_refused(danish: Client) -> None:
    unknown = next(name for name, metric in CATALOG.items() if "country" not in metric.dimensions)
    refused = year(danish, f"metrics/{unknown}/figures")
    assert refused.status_code == 422
    assert "not known by what your departments see" in refused.json()["what"]


@pytest.mark.parametrize("path", ["loads", "rejects"])
def test_what_came_in_is_of_the_whole_company(danish: Client, path: str) -> None:
    refused = danish.get(f"/api/v1/{path}")
    assert refused.status_code == 403
    assert "rows of Denmark alone" in refused.json()["what"]


def test_tables_are_told_without_their_rows(danish: Client) -> None:
    assert {one["rows"] for one in danish.get("/api/v1/tables").json()} == {None}
    assert danish.get("/api/v1/webhooks").status_code == 403


def test_goals_are_those_of_its_segment(company: Company, danish: Client) -> None:
    from helder.query.scope import WHOLE
    from helder.web.boards.actions import set_goal, withdraw_goal

    places: list[dict[str, str]] = [{}, {"dimension": "country", "value": "DK"}, {"dimension": "country", "value": "NL"}]
    goals = [set_goal(Goal("", "nps", 10.0 + n, **place), company.head) for n, place in enumerate(places)]
    try:
        assert [one["target"] for one in danish.get("/api/v1/goals?metric=nps").json()] == [11.0]
    finally:
        assert all(withdraw_goal(goal.goal_id, company.head, WHOLE) for goal in goals)


def test_once_the_department_is_no_more_it_opens_nothing(company: Company, danish: Client) -> None:
    from helder.web.accounts import departments
    from helder.web.tokens import known

    departments.delete(company.danish, by=company.head)
    known.forget()
    assert danish.get("/api/v1/tables").status_code == 401


def test_its_answer_is_not_taken_for_the_same_when_its_rows_are_others(company: Company, danish: Client) -> None:
    from helder.web.tokens import known

    first = year(danish, "metrics/orders/figures")
    company.danish.conditions = {"country": ["NL"]}
    company.danish.save()
    known.forget()
    again = year(danish, "metrics/orders/figures")
    assert again.headers["ETag"] != first.headers["ETag"]
    assert again.json()[0]["value"] == orders_of("NL")


def test_it_manages_no_webhooks(company: Company) -> None:
    from helder.web.tokens import actions

    with pytest.raises(BadQuestion, match="the whole company"):
        actions.create("hooks", reads=True, webhooks=True, department=company.danish)


def test_a_token_of_a_department_reads_or_is_not_made(company: Company) -> None:
    from helder.web.tokens import actions

    with pytest.raises(BadQuestion, match="sends is of the whole company"):
        actions.create("sender", writes=["answers"], department=company.danish)


def test_whoever_deletes_the_department_is_told_which_tokens_end(
    danish: Client, company: Company, signed_in: Callable[[str], Client]
) -> None:
    from helder.web.accounts.models import Entry

    page = f"/departments/{company.danish.pk}/delete"
    administrator = signed_in("administrator")
    assert "refused: partner" in administrator.get(page).content.decode()
    assert administrator.post(page).status_code == 302
    assert danish.get("/api/v1/metrics").status_code == 401
    assert Entry.objects.filter(verb="revoked_token", about="partner").exists()
