"""The audit log: what is noted, found again, taken out and let go of."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from web.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person


def verbs(**about: object) -> list[str]:
    """What was noted, in order."""
    from helder.web.accounts.models import Entry

    return [*Entry.objects.filter(**about).order_by("pk").values_list("verb", flat=True)]


def test_signing_in_and_out_is_noted_with_the_address(visitor: Client, person: Callable[[str], Person]) -> None:
    from helder.web.accounts.models import Entry

    person("viewer")
    visitor.post("/sign-in", {"username": "one-viewer", "password": "wrong"})
    visitor.post("/sign-in", {"username": "hunter2, my password", "password": "wrong"})
    visitor.post("/sign-in", {"username": "one-viewer", "password": PASSWORD})
    visitor.post("/sign-out")
    assert verbs() == ["failed_to_sign_in", "failed_to_sign_in", "signed_in", "signed_out"]
    assert {one.address for one in Entry.objects.all()} == {"127.0.0.1"}
    assert not Entry.objects.filter(about__contains="hunter2").exists()


def test_lockouts_are_noted(visitor: Client, person: Callable[[str], Person]) -> None:
    person("viewer")
    for i in range(9):
        visitor.post("/sign-in", {"username": "one-viewer", "password": f"guess {i}"})
    assert "locked_out" in verbs(about="one-viewer")


def test_changes_are_noted_with_what_was_and_what_is(signed_in: Callable[[str], Client], person: Callable[[str], Person]) -> None:
    from helder.web.accounts.models import Entry

    administrator, one = signed_in("administrator"), person("viewer")
    administrator.post(f"/people/{one.pk}", {"name": "Eva", "role": "manager", "active": "on"})
    entry = Entry.objects.get(verb="changed_person")
    assert (entry.who, entry.about) == ("one-administrator", "one-viewer")
    assert entry.details["role"] == {"from": "viewer", "to": "manager"}
    assert entry.details["departments"] == {"from": ["Whole company"], "to": []}
    administrator.post("/people", {"username": "adam", "role": "viewer"})
    administrator.post("/departments/new", {"name": "Service"})
    administrator.post("/tokens", {"name": "shop", "reads": "on"})
    assert verbs(who="one-administrator")[-3:] == ["added_person", "made_department", "made_token"]
    page = administrator.get("/audit").content.decode()
    assert "role: Viewer → Manager; departments: Whole company → \N{EN DASH}" in page
    administrator.cookies["django_language"] = "nl"
    assert "rol: Kijker → Manager; afdelingen: Whole company → \N{EN DASH}" in administrator.get("/audit").content.decode()


def test_details_are_read_as_people_write_them(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    administrator.post("/departments/new", {"name": "Service"})
    administrator.post("/departments/new", {"name": "Denmark", "dimension": "country", "values-country": "DK"})
    administrator.post("/tokens", {"name": "shop", "reads": "on", "days": "30"})
    page = administrator.get("/audit").content.decode()
    assert "<td>name: Service</td>" in page
    assert "<td>name: Denmark; rows it sees: Country DK</td>" in page
    assert not re.search(r"expires: \d{4}-\d\d-\d\dT", page)
    assert "expires: " in page


def test_it_is_filtered_and_taken_out_as_csv_without_formulas(
    signed_in: Callable[[str], Client], person: Callable[[str], Person]
) -> None:
    from helder.web.accounts import audit

    administrator, viewer = signed_in("administrator"), person("viewer")
    audit.note(viewer, "counted_beans", "=HYPERLINK(1)", with_whom=["a", "b"])
    audit.note(viewer, "left_board", "Other")
    page = administrator.get("/audit?who=one-viewer&verb=counted_beans").content.decode()
    assert "counted beans: =HYPERLINK(1)" in page
    assert "left board: Other" not in page
    answer = administrator.get("/audit.csv?who=one-viewer")
    lines = [*csv.reader(StringIO(b"".join(answer.streaming_content).decode()))]  # type: ignore[attr-defined]
    assert [line[3] for line in lines] == ["about", "Other", "'=HYPERLINK(1)"]
    assert administrator.get("/audit?since=2001-01-01&until=2001-01-02").content.decode().count("<time") == 0
    assert administrator.get("/audit?since=nonsense&page=99&who=nobody").status_code == 200


@pytest.mark.parametrize("role", ["analyst", "manager", "viewer", "agent"])
def test_only_administrators_see_it(signed_in: Callable[[str], Client], role: str) -> None:
    browser = signed_in(role)
    assert (browser.get("/audit").status_code, browser.get("/audit.csv").status_code) == (403, 403)


def test_it_is_added_to_only_until_its_time_is_over(person: Callable[[str], Person]) -> None:
    from django.utils import timezone

    from helder.web.accounts import audit
    from helder.web.accounts.models import Entry

    audit.note(person("viewer"), "did", "something")
    entry = Entry.objects.get(verb="did")
    entry.about = "nothing"
    for act in (entry.save, entry.delete, Entry.objects.all().delete, lambda: Entry.objects.update(about="nothing")):
        with pytest.raises(TypeError):
            act()
    assert audit.forget(timezone.now() - timedelta(days=1)) == 0
    assert audit.forget(timezone.now() + timedelta(seconds=1)) == 1


def test_an_entry_outlives_the_person(person: Callable[[str], Person]) -> None:
    from helder.web.accounts import audit

    one = person("viewer")
    audit.note(one, "did", "something")
    one.delete()
    assert verbs(who="one-viewer") == ["did"]
