"""A board is seen by those it is shared with, each within their own rows, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.sharing.conftest import Company, orders_of

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.boards.models import OwnBoard

Browser = Callable[["Person"], "Client"]


def share(client: Client, board: OwnBoard, whom: str, **more: str) -> int:
    return client.post(f"/boards/{board.key}/share", {"with_whom": whom, **more}).status_code


def test_a_viewer_of_the_department_sees_their_rows_and_an_outsider_nothing(
    company: Company, service: OwnBoard, browser_of: Browser
) -> None:
    address, viewer, outsider = f"/boards/{service.key}", browser_of(company.viewer), browser_of(company.outsider)
    assert viewer.get(address).status_code == 404
    assert share(browser_of(company.head), service, f"department-{company.danish.pk}") == 302
    page = viewer.get(address).content.decode()
    assert f"n {orders_of('DK')}<" in page.replace(" ·", "<")
    assert "NL" not in page
    assert outsider.get(address).status_code == 404
    assert outsider.get(f"/live?board={service.key}").status_code == 404
    assert "Danish service" not in outsider.get("/boards").content.decode()
    assert "Nothing is shared with you yet" in outsider.get("/").content.decode()


def test_what_is_taken_back_is_gone(company: Company, service: OwnBoard, browser_of: Browser) -> None:
    from helder.web.accounts.models import Entry
    from helder.web.sharing.models import Grant

    head, viewer = browser_of(company.head), browser_of(company.viewer)
    share(head, service, f"person-{company.viewer.pk}")
    assert viewer.get("/").status_code == 200
    assert "tile-nps" in viewer.get("/").content.decode()
    grant = Grant.objects.get()
    assert "Take back" in head.get(f"/boards/{service.key}/share").content.decode()
    assert head.post(f"/boards/{service.key}/share/{grant.pk}/withdraw").status_code == 302
    assert viewer.get(f"/boards/{service.key}").status_code == 404
    assert [one.verb for one in Entry.objects.filter(who="head")][:2] == ["withdrew_board", "shared_board"]


def test_a_manager_shares_with_their_own_departments_only(company: Company, service: OwnBoard, browser_of: Browser) -> None:
    from helder.web.sharing.models import Grant

    head = browser_of(company.head)
    for whom in (f"department-{company.dutch.pk}", f"person-{company.outsider.pk}", "person-0", "", "nonsense"):
        assert share(head, service, whom) == 400
    assert not Grant.objects.exists()
    page = head.get(f"/boards/{service.key}/share").content.decode()
    assert "Netherlands" not in page
    assert "outsider" not in page


@pytest.mark.parametrize(("name", "may"), [("viewer", False), ("agent", False), ("analyst", True)])
def test_to_change_it_takes_a_role_that_makes_boards(company: Company, service: OwnBoard, name: str, may: bool) -> None:
    from helder.web.boards.opening import opened
    from helder.web.sharing.models import Grant

    one = company.people[name]
    Grant.objects.create(board=service.key, person=one, may_change=True)
    found = opened(one, service.key)
    assert (found.may_edit, found.may_share) == (may, may)


def test_who_may_only_see_it_shares_it_no_further(company: Company, service: OwnBoard, browser_of: Browser) -> None:
    from helder.web.sharing.models import Grant

    Grant.objects.create(board=service.key, person=company.analyst)
    assert share(browser_of(company.analyst), service, f"person-{company.outsider.pk}") == 403
    assert share(browser_of(company.outsider), service, f"person-{company.outsider.pk}") == 403


def test_one_that_comes_with_helder_is_opened_by_whom_it_is_shared_with(company: Company, browser_of: Browser) -> None:
    from helder.web.sharing.models import Grant

    viewer, agent = browser_of(company.viewer), browser_of(company.agent)
    assert viewer.get("/boards/executive").status_code == 404
    assert browser_of(company.head).get("/boards/executive").status_code == 200
    Grant.objects.create(board="executive", department=company.danish)
    assert viewer.get("/boards/executive").status_code == agent.get("/boards/executive").status_code == 200
    assert viewer.get("/boards/loyalty").status_code == 404


def test_somebody_chooses_the_board_that_opens_first(company: Company, service: OwnBoard, browser_of: Browser) -> None:
    head = browser_of(company.head)
    assert "Executive" in head.get("/").content.decode()
    assert head.post(f"/boards/{service.key}/first").status_code == 302
    assert "Danish service" in head.get("/").content.decode()
    assert browser_of(company.outsider).post(f"/boards/{service.key}/first").status_code == 404
