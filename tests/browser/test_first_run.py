"""On an empty home an administrator has the demonstration company loaded from the page, and sees its board."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Server, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server of a home without rows."""
    running = serve(tmp_path_factory.mktemp("first"))
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


def test_from_an_empty_store_to_its_board(anyone: Callable[..., Page], server: Server) -> None:
    from playwright.sync_api import expect

    page = anyone()
    sign_in(page, server.password)
    expect(page.get_by_text("The store is empty")).to_be_visible()
    page.goto("/boards/new")
    page.get_by_role("button", name="Make the board").click()
    expect(page.get_by_text("The store holds no rows yet")).to_be_visible()
    page.get_by_role("link", name="Ways to begin").click()
    expect(page.get_by_text("rows of your own would be mixed with it")).to_be_visible()
    page.get_by_role("button", name="Load the demonstration company").click()
    expect(page.locator("#how-far progress")).to_be_visible()
    expect(page.get_by_role("button", name="Load the demonstration company")).to_have_count(0)
    page.get_by_role("link", name="Metrics", exact=True).click()  # the pages answer meanwhile
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/")
    expect(page.locator("#tile-nps .value")).to_be_visible(timeout=180_000)
    assert page.request.post("/demonstration").status == 403, "without the form's token"
