"""Agents see what they did themselves: on a board of it, on boards shared with them, and nowhere anything else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from web.conftest import ago

from helder.errors import BadQuestion, NotInScope, UnknownName
from helder.metrics import CATALOG
from helder.model import TABLES
from helder.query.scope import Scope, work_of
from helder.settings import load

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving

#: Contacts of each employee: so many, each talked for so many seconds.
HANDLED = {"7": (30, 100.0), "8": (50, 400.0)}


@pytest.fixture
def company(accounts: Serving, tmp_path: Path) -> Iterator[Serving]:
    """A store of its own, with the work of two agents and a sale."""
    from helder.web import jobs, serving

    begun = serving.begin(load(tmp_path, environment={}))
    contacts = [
        {
            "contact_id": f"{who}-{i}", "employee_id": who, "channel": "phone", "offered_at": ago(1 + i % 20),
            "outcome": "answered", "wait_seconds": 5.0, "talk_seconds": talked, "hold_seconds": 0.0, "wrap_seconds": 0.0,
        }
        for who, (n, talked) in HANDLED.items()
        for i in range(n)
    ]  # fmt: skip
    staff = [{"employee_id": who, "name": f"Agent {who}", "team": "Service"} for who in HANDLED]
    for table, rows in (("employees", staff), ("contacts", contacts)):
        assert begun.arrivals.send(TABLES[table], rows, source="a test").result().rejected == ()
    begun.arrivals.flush()
    yield begun
    begun.stop()
    serving._current[:] = [accounts]
    jobs._current[:] = [accounts.jobs]


@pytest.fixture
def agent(company: Serving, person: Callable[[str], Person]) -> Person:
    """The agent whose number is 7."""
    one = person("agent")
    one.employee_id = "7"
    one.save()
    return one


def browser_of(person: Person) -> Client:
    from django.test import Client

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_work_of_an_employee_is_known_of_some_metrics_only() -> None:
    own = work_of("7")
    assert own.condition([CATALOG["contact_volume"], CATALOG["average_handle_time"]]) == "(employee in ('7'))"
    assert work_of("") == Scope((), own=True)
    assert not own.knows(CATALOG["visitors"])
    with pytest.raises(NotInScope, match="by whose work it is"):
        own.condition([CATALOG["visitors"]])


def test_an_agent_opens_the_board_of_their_work_and_sees_nothing_of_others(agent: Person) -> None:
    client = browser_of(agent)
    page = words(client.get("/?period=4-weeks").content.decode())
    assert "Own work" in page
    assert "only your own work" in page
    assert "30 95 % 20 to 43 · n 30" in page
    assert "1 min 40 s" in page  # 100 seconds, where those of both come to 287.5
    assert "where its employee is known" not in page
    assert "Make an alert" not in page
    assert client.get("/boards/executive").status_code == 404
    assert client.get("/boards/employees").status_code == 404
    assert client.get("/metrics/sales").status_code == 403


def test_the_rows_behind_a_number_are_theirs(agent: Person) -> None:
    from asgiref.sync import async_to_sync

    answer = browser_of(agent).get("/metrics/contact_volume/rows.csv?period=4-weeks")
    rows = list(csv.DictReader(io.StringIO(async_to_sync(_text)(answer))))
    assert len(rows) == 30
    assert {float(row["talk_seconds"]) for row in rows} == {100.0}  # what employee 7 talked; their number is masked


async def _text(answer: Any) -> str:
    return b"".join([piece async for piece in answer]).decode()


def test_a_board_shared_with_them_shows_their_work_whatever_their_department(
    agent: Person, person: Callable[[str], Person]
) -> None:
    from helder.web.accounts.models import Department
    from helder.web.sharing.models import Grant

    agent.departments.set([Department.objects.create(name="All there is", conditions={})])
    Grant.objects.create(board="service-quality", person=agent)
    page = words(browser_of(agent).get("/boards/service-quality?period=4-weeks").content.decode())
    assert "1 min 40 s" in page
    assert "6 min 40 s" not in page
    analyst = words(browser_of(person("analyst")).get("/boards/service-quality?period=4-weeks").content.decode())
    assert "4 min 48 s" in analyst


def test_without_a_number_there_is_no_work_and_it_is_said(agent: Person) -> None:
    agent.employee_id = ""
    agent.save()
    page = words(browser_of(agent).get("/").content.decode())
    assert "once an administrator has given you your employee number" in page
    assert browser_of(agent).get("/boards/own-work").status_code == 404


@pytest.mark.parametrize(
    ("number", "said"), [("7", None), ("77", "No work is known yet under 77"), ("", "has no employee number")]
)
def test_who_gives_a_number_is_warned_of_one_that_did_nothing(
    company: Serving, signed_in: Callable[[str], Client], number: str, said: str | None
) -> None:
    from helder.web.accounts.models import Entry, Person

    given: dict[str, Any] = {"username": "anna", "role": "agent", "employee_id": number}
    page = words(signed_in("administrator").post("/people", given).content.decode())
    assert ("No work is known" in page or "no employee number" in page) == (said is not None)
    assert said is None or said in page
    assert Person.objects.get(username="anna").employee_id == number
    assert Entry.objects.filter(verb="added_person").latest("pk").details["employee"] == number


def test_an_invitation_carries_the_number(company: Serving, signed_in: Callable[[str], Client]) -> None:
    from helder.web.accounts import invitations
    from helder.web.accounts.models import Invitation
    from helder.web.accounts.seeing import scope_of

    signed_in("administrator").post("/invitations", {"role": "agent", "employee_id": "8", "days": "7"})
    made = invitations.accept(Invitation.objects.get(), username="bo", name="Bo", password="a password long enough")
    assert scope_of(made) == work_of("8")


def test_another_who_sees_one_employee_sees_no_small_group_of_them(company: Serving) -> None:
    where = {"since": ago(30).date(), "until": ago(-1).date()}
    (own,) = company.questions.workspace.within(work_of("7")).show("average_handle_time", by=["channel"], **where)
    assert (own.n, own.suppressed) == (30, False)
    theirs = Scope(work_of("7").parts)  # the same rows, seen by somebody else
    for days, hidden in ((30, False), (2, True)):
        asked = {**where, "since": ago(days).date()}
        (row,) = company.questions.workspace.within(theirs).show("average_handle_time", **asked)
        assert row.suppressed is hidden, days
        (mine,) = company.questions.workspace.within(work_of("7")).show("average_handle_time", **asked)
        assert not mine.suppressed
    with pytest.raises(BadQuestion, match="not told one by one"):
        company.questions.workspace.within(theirs).rows("average_handle_time", **where)
    assert company.questions.workspace.within(work_of("7")).rows("average_handle_time", **where).num_rows == 30


def test_no_department_is_made_of_one_employee(company: Serving, person: Callable[[str], Person]) -> None:
    from helder.web.accounts import departments
    from helder.web.accounts.models import Department

    assert not {one.name for one in departments.choices()} & {"employee", "reviewer"}
    with pytest.raises(UnknownName):
        departments.keep(Department(), name="Bo", conditions={"employee": ["7"]}, people=[], by=person("administrator"))
