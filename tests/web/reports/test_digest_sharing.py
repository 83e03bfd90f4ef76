"""A digest reaches others by the rules of sharing only."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from web.inviting.mail_server import MailBox
from web.sharing.conftest import Company, browser_of, company, service

from .conftest import sent

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.boards.models import OwnBoard
    from helder.web.reports.models import Digest

__all__ = ["browser_of", "company", "service"]

GIVEN = {
    "board": "executive", "period": "4-weeks", "segment": "", "every": "week", "weekday": "1", "monthday": "1",
    "hour": "8", "language": "nl", "addresses": "",
}  # fmt: skip


def test_a_manager_mails_to_people_of_their_departments(company: Company, browser_of: Callable[[Person], Client]) -> None:
    from helder.web.reports.models import Digest

    for one in company.people.values():
        one.email = f"{one.username}@example.com"
        one.save()
    head = browser_of(company.head)
    assert "outsider@" not in head.get("/reports").content.decode()
    assert head.post("/reports", {**GIVEN, "people": [company.outsider.pk]}).status_code == 400
    assert head.post("/reports", {**GIVEN, "people": [company.viewer.pk, company.head.pk]}).status_code == 302
    assert set(Digest.objects.get().people.all()) == {company.viewer, company.head}


def test_a_board_to_look_at_is_mailed_to_nobody_else(
    company: Company, service: OwnBoard, browser_of: Callable[[Person], Client]
) -> None:
    from helder.web.accounts.models import Person
    from helder.web.boards.opening import opened
    from helder.web.sharing import actions

    for one in company.people.values():
        one.email = f"{one.username}@example.com"
        one.save()
    boss, analyst = Person.objects.create_user("boss", role="administrator"), browser_of(company.analyst)
    actions.share(opened(boss, service.key), company.analyst, may_change=False, by=boss)
    given = {**GIVEN, "board": service.key}
    assert analyst.post("/reports", {**given, "addresses": "out@elsewhere.example"}).status_code == 400
    assert analyst.post("/reports", {**given, "people": [company.viewer.pk]}).status_code == 400
    assert analyst.post("/reports", {**given, "people": [company.analyst.pk]}).status_code == 302


def test_what_its_maker_may_share_no_more_comes_to_its_maker_only(
    mail_box: MailBox, make: Callable[..., Digest], analyst: Person, danish: Person
) -> None:
    make(analyst, danish)
    analyst.role = "viewer"
    analyst.save()
    sent()
    assert mail_box.recipients == ["ana@example.com"]
