"""An administrator makes a token in the browser, another system uses it, and it is revoked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_token_is_made_used_and_revoked(signed_in: Callable[..., Page], server: Any, script: bool) -> None:
    name = f"shop {script}"
    page = signed_in("/tokens", java_script_enabled=script)
    page.get_by_label("Name").fill(name)
    page.get_by_label("orders", exact=True).check()
    page.get_by_label("May read figures").check()
    page.get_by_role("button", name="Make it").click()
    headers = {"Authorization": f"Bearer {page.locator('code.secret').inner_text()}"}
    address = f"{server.address}/api/v1"
    row = {"order_id": f"by token {script}", "ordered_at": "2020-01-01", "status": "paid", "revenue": 1}
    assert httpx.post(f"{address}/tables/orders", json=row, headers=headers, timeout=60).json()["accepted"] == 1
    assert httpx.post(f"{address}/tables/answers", json=[], headers=headers, timeout=60).status_code == 403
    assert httpx.get(f"{address}/metrics/nps/figures", headers=headers, timeout=60).status_code == 200
    page.get_by_role("link", name="Done").click()
    line = page.get_by_role("row", name=name)
    expect(line).to_contain_text("send to orders")
    line.get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("row", name=name)).to_contain_text("revoked")
    assert httpx.get(f"{address}/metrics/nps/figures", headers=headers, timeout=60).status_code == 401


def test_the_api_is_described_on_a_page_that_opens_without_signing_in(anyone: Callable[..., Page]) -> None:
    page = anyone()
    page.goto("/api/v1/docs")
    expect(page.get_by_role("heading", level=1)).to_have_text("The API")
    page.get_by_text("Send rows to a table").click()
    expect(page.get_by_text("Idempotency-Key", exact=True)).to_be_visible()
