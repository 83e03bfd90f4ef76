"""The page of personal data shows how long rows are kept, and the audit log how many went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from web.privacy.long_ago import entries


def test_the_page_shows_the_rules(here: Any, signed_in: Any) -> None:
    from helder.web.privacy.jobs import let_go

    client = signed_in("administrator")
    page = " ".join(client.get("/personal-data").content.decode().split())
    for row in (
        "<code>contacts</code></th><td>any time</td><td>1 year</td>",
        "<code>turns</code></th><td>10 days</td><td>as long as the row</td>",
        "<code>answers</code></th><td>5 years</td><td>24 months</td>",
    ):
        assert row in page
    assert "that was not done yet" in page
    let_go()
    page = client.get("/personal-data").content.decode()
    assert "was last taken out on" in page
    told = client.get("/audit").content.decode()
    assert "let go of what is older than it is kept" in told
    assert "rows let go of: turns 1, answers 1; rows without what was personal: contacts 1" in told


def test_parts_are_shown_with_what_they_go_with(here: Any, tmp_path: Path, signed_in: Any) -> None:
    (tmp_path / "retention.toml").write_text('orders = "7 years"\n')
    page = signed_in("administrator").get("/personal-data", headers={"Accept-Language": "nl"}).content.decode()
    assert '<code>order_lines</code></th><td>7 jaar <span class="muted">met orders</span>' in page


def test_the_page_without_rules_and_with_wrong_ones(here: Any, tmp_path: Path, signed_in: Any) -> None:
    client = signed_in("administrator")
    (tmp_path / "retention.toml").write_text('turns = "10 moons"\n')
    assert "There is no unit &#x27;moons&#x27;" in client.get("/personal-data").content.decode()
    (tmp_path / "retention.toml").unlink()
    assert "No table has a rule" in client.get("/personal-data").content.decode()


def test_an_engine_that_cannot_is_named(here: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.errors import NotSupported
    from helder.web.privacy import retaining

    monkeypatch.setattr(here.questions.workspace.engine, "retaining", None)
    assert "cannot let go of rows by their age yet" in signed_in("administrator").get("/personal-data").content.decode()
    with pytest.raises(NotSupported, match="DuckDB cannot let go"):
        retaining.apply(None)
    assert entries() == []
