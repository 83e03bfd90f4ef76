"""Goals are set and withdrawn on their page, kept in the store, and told on tiles."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<(script|svg).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def tile(page: str, name: str) -> str:
    found = page[page.index(f'id="tile-{name}"') :]
    return found[: found.index("</article>")]


def test_a_goal_is_drawn_and_the_tile_says_how_far(signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("manager")
    assert manager.post("/goals", {"metric": "nps", "target": "90"}).status_code == 302
    board = manager.get("/").content.decode()
    assert "spark-goal" in tile(board, "nps")
    assert "Goal 90.0 · missed ·" in words(tile(board, "nps"))
    assert "to go" in tile(board, "nps")
    assert "1 goal not met" in words(board)
    assert "Goal 90.0" in words(manager.get("/metrics/nps").content.decode())


def test_the_tile_holds_its_own_figure_against_an_open_ended_goal(signed_in: Callable[[str], Client], site: Serving) -> None:
    manager = signed_in("manager")
    manager.post("/goals", {"metric": "nps", "target": "-100"})
    today = site.questions.today()
    (row,) = site.questions.workspace.show("nps", since=today - timedelta(days=28), until=today).to_records()
    shown = words(tile(manager.get("/?period=4-weeks").content.decode(), "nps"))
    assert f"{row['value'] + 100:.1f} points to spare" in shown


def test_a_total_of_a_period_tells_share_and_forecast(signed_in: Callable[[str], Client], site: Serving) -> None:
    manager = signed_in("manager")
    assert manager.post("/goals", {"metric": "sales", "target": "5000", "period": "this year"}).status_code == 302
    shown = tile(manager.get("/").content.decode(), "sales")
    assert "spark-goal" not in shown  # the weeks of the chart are not the year
    assert re.search(r"\d+ % there, \d+ % is usual by now", words(shown))
    assert "expected by Dec" in words(shown) or "expected by 31 Dec" in words(shown)
    (goal,) = site.questions.goals()
    assert (goal.starts_on.month, goal.ends_on.month, goal.ends_on.day) == (1, 12, 31)


def test_a_goal_for_a_segment_holds_there_only(signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("manager")
    manager.post("/goals", {"metric": "service_level", "target": "80", "segment": "country:NL"})
    assert "Goal 80.0 %" in words(manager.get("/?segment=country:NL").content.decode())
    assert "Goal 80.0 %" not in words(manager.get("/").content.decode())


def test_everybody_sees_the_same_goals(signed_in: Callable[[str], Client], site: Serving) -> None:
    manager = signed_in("manager")
    from helder.web.accounts.models import Person

    owner = Person.objects.get(username="one-manager")
    manager.post("/goals", {"metric": "csat", "target": "80", "owner": owner.pk})
    (record,) = site.questions.workspace.goals().to_records()
    assert (record["metric"], record["target"], record["owner"]) == ("csat", 0.8, "one-manager")
    assert "one-manager" in words(manager.get("/goals").content.decode())


def test_a_later_goal_replaces_the_earlier_and_can_be_withdrawn(signed_in: Callable[[str], Client], site: Serving) -> None:
    manager = signed_in("manager")
    for target in ("20", "30"):
        manager.post("/goals", {"metric": "nps", "target": target})
    (goal,) = site.questions.goals()
    assert goal.target == 30
    assert signed_in("viewer").post("/goals/withdraw", {"goal": goal.goal_id}).status_code == 403
    assert manager.post("/goals/withdraw", {"goal": "another"}).status_code == 404
    assert manager.post("/goals/withdraw", {"goal": goal.goal_id}).status_code == 302
    assert site.questions.goals() == ()
    assert "Goal" not in tile(manager.get("/").content.decode(), "nps")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"metric": "nps", "target": "much"}, "Enter a number"),
        ({"metric": "shoes", "target": "1"}, "valid choice"),
        ({"metric": "nps", "target": "1", "segment": "NL"}, "NL is none of them: write it as country:NL"),
        ({"metric": "nps", "target": "1", "segment": "team:Blue"}, "one of these: Country, Channel, Segment, Language"),
        ({"metric": "nps", "target": "1", "segment": ["country:NL", "country:DK"]}, "Choose one of them only"),
        ({"metric": "nps", "target": "nan"}, "Enter a number"),
        ({"metric": "csat", "target": "140"}, "no share"),
        ({"metric": "sales", "target": "100"}, "a first and a last day"),
        ({"metric": "contact_volume", "target": "100", "period": "this month"}, "at least or at most"),
        ({"metric": "nps", "target": "1", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}, "ends before it begins"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(
    signed_in: Callable[[str], Client], site: Serving, given: dict[str, Any], says: str
) -> None:
    answer = signed_in("manager").post("/goals", given)
    assert answer.status_code == 400
    assert says in words(answer.content.decode())
    assert site.questions.goals() == ()


def test_the_industry_of_the_settings_stands_on_the_page(signed_in: Callable[[str], Client], site: Serving) -> None:
    import pyarrow as pa

    from helder.model import TABLES

    figure = {"benchmark_id": "b", "metric": "nps", "industry": "Retail", "year": 2025, "scale": "0-10", "value": 95.0}
    with site.questions.workspace.engine.write() as writer:
        writer.append(TABLES["benchmarks"], pa.Table.from_pylist([{**figure, "source": "A book"}]), source="test")
    viewer = signed_in("viewer")
    assert "A book" not in words(viewer.get("/metrics/nps").content.decode())
    site.questions.industry = "Retail"
    try:
        page = words(viewer.get("/metrics/nps").content.decode())
        assert "Retail: 95.0 · yours over the year:" in page
        assert "worse A book, 2025" in page
        assert "A book" not in words(viewer.get("/metrics/csat").content.decode())
        board = viewer.get("/?period=4-weeks").content.decode()
        assert "Retail 95.0 , a benchmark of A book, 2025" in words(tile(board, "nps"))
        assert "A book" not in words(tile(board, "csat"))
        narrowed = viewer.get("/?period=4-weeks&segment=channel:phone").content.decode()
        assert "A book" not in narrowed  # it is of whole companies
    finally:
        site.questions.industry = None


def test_a_department_sets_goals_of_its_own_rows_alone(signed_in: Callable[[str], Client], site: Serving) -> None:
    from helder.web.accounts.models import Department, Person

    signed_in("administrator").post("/goals", {"metric": "nps", "target": "50"})
    manager = signed_in("manager")
    who = Person.objects.get(pk=manager.session["_auth_user_id"])
    who.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    refused = manager.post("/goals", {"metric": "nps", "target": "90"})
    assert refused.status_code == 400
    assert "country:DK" in words(refused.content.decode())
    assert manager.post("/goals", {"metric": "nps", "target": "70", "segment": "country:DK"}).status_code == 302
    theirs, everyone = sorted(site.questions.goals(), key=lambda goal: goal.dimension is None)
    assert (theirs.target, everyone.target) == (70.0, 50.0)
    assert manager.post("/goals/withdraw", {"goal": everyone.goal_id}).status_code == 404
    assert manager.post("/goals/withdraw", {"goal": theirs.goal_id}).status_code == 302


def test_figures_of_several_values_are_held_to_nobody_s_goal(signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("manager")
    manager.post("/goals", {"metric": "nps", "target": "90"})
    both = manager.get("/?segment=country:NL&segment=channel:web").content.decode()
    assert "Goal 90.0" not in words(tile(both, "nps"))


def test_what_may_be_at_most_is_told_as_a_limit(signed_in: Callable[[str], Client]) -> None:
    manager = signed_in("manager")
    given = {"metric": "contact_volume", "target": "5000", "bound": "at most", "period": "this year"}
    assert manager.post("/goals", given).status_code == 302
    page = words(manager.get("/goals").content.decode())
    assert re.search(r"\d+ % of the limit reached, \d+ % is usual by now", page)
    assert "% there" not in page


def test_a_manager_lets_people_of_their_own_departments_answer_for_a_goal(person: Callable[..., Person]) -> None:
    from django.test import Client

    from helder.web.accounts.models import Department

    manager, other, client = person("manager"), person("viewer"), Client()
    manager.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")

    def offered() -> set[str]:
        page = client.get("/goals").content.decode()
        choices = page[page.index('name="owner"') : page.index("</select>", page.index('name="owner"'))]
        return set(re.findall(r'<option value="(\d+)"', choices))

    assert offered() == {str(manager.pk)}
    other.departments.set(manager.departments.all())
    assert offered() == {str(manager.pk), str(other.pk)}
