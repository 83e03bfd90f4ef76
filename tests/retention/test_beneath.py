"""What was let go of is nowhere in the store, nor in the bytes of its file; nor are rows that were rejected long ago."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from erasing.anna import again, shop
from erasing.people import bytes_of, everywhere

from helder import CATALOG
from helder.engines import duckdb_overwriting
from helder.engines.duckdb import DuckDBEngine
from helder.errors import StoreError
from helder.store import retention
from retention.company import rules

TODAY = date(2026, 5, 1)
PERSONAL = 'turns = {personal = "1 month"}\nanswers = {personal = "1 month"}\nmentions = {personal = "1 month"}\n'
TEXTS = {"what Anna said"}
ROWS = 'contacts = "1 month"\nanswers = "1 month"\npage_events = "1 month"\nmentions = "1 month"\n'
#: Rows that stay, beside which the others lie.
LATER = {
    "page_events": "event_id,session_id,visitor_id,at,event\nnew-1,new-visit,new-phone,2026-04-20T10:00:00Z,view\n",
    "contacts": "contact_id,customer_id,offered_at\nnew-call,bo@example.dk,2026-04-20T10:00:00Z\n",
    "answers": "answer_id,response_id,instrument,score,answered_at\nnew-answer,new-r,nps,7,2026-04-20T10:00:00Z\n",
}
ALONE = 'mentions = "1 month"\n'  # what the catalogue said of it lies beside what it says of tables that stay as they are
OF_ALONE = {"an-mention-1", "https://x.example/1"}
OF_ROWS = {"what Anna said", "an-answer-1", "an-event-2", "an-mention-1", "https://x.example/1", "an-call-1", "an-phone-1"}


@pytest.mark.parametrize(
    ("text", "texts", "rows"), [(PERSONAL, TEXTS, (0, 4)), (ROWS, OF_ROWS, (9, 0)), (ALONE, OF_ALONE, (1, 0))]
)
def test_it_is_in_no_byte(tmp_path: Path, text: str, texts: set[str], rows: tuple[int, int]) -> None:
    engine, found = shop(tmp_path), rules(tmp_path, text)
    for name, content in LATER.items():
        again(engine, tmp_path, name, content)
    _roll_up(engine)
    assert bytes_of(tmp_path / "cx.duckdb", texts) == texts
    done = dict(retention.apply(engine, CATALOG, found, TODAY))
    assert (sum(one.rows for one in done.values()), sum(one.personal for one in done.values())) == rows
    assert engine.customers.unfinished()  # type: ignore[union-attr]
    engine.customers.finish()  # type: ignore[union-attr]
    assert everywhere(engine, texts) == []
    assert bytes_of(tmp_path / "cx.duckdb", texts) == set()
    engine.close()
    assert bytes_of(tmp_path / "cx.duckdb", texts) == set()


def _roll_up(engine: DuckDBEngine) -> None:
    """Have the rows of facts kept, which say what the rows said."""
    from helder.workspace import Workspace

    list(Workspace(engine, "EUR", CATALOG, {}, 5, 1).rollups.add_facts())
    engine.cursor().execute("checkpoint")
    assert any(table.startswith("_helder_rollups.") for table, _ in everywhere(engine, {"an-phone-1"}))


def test_what_somebody_reads_is_overwritten_when_the_store_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from erasing.anna import opened

    engine, found = shop(tmp_path), rules(tmp_path, PERSONAL)
    monkeypatch.setattr(duckdb_overwriting, "_PATIENCE", 0.2)
    with engine.snapshot():
        list(retention.apply(engine, CATALOG, found, TODAY))
        with pytest.raises(StoreError, match="somebody goes on reading"):
            engine.customers.finish()  # type: ignore[union-attr]
    engine.close()
    opened(tmp_path).close()
    assert bytes_of(tmp_path / "cx.duckdb", TEXTS) == set()


def test_rejected_rows_go_by_when_they_were_loaded(tmp_path: Path) -> None:
    """By the shorter of the periods of their table; those of other tables, and those loaded later, stay."""
    engine, found = shop(tmp_path), rules(tmp_path, 'orders = {personal = "10 days", rows = "5 years"}')
    again(engine, tmp_path, "answers", "answer_id,answered_at\nan-late,yesterday\n")
    today = retention.today(engine)

    def done(on: date) -> int:
        return dict(retention.apply(engine, CATALOG, found, on))["orders"].rejects

    assert done(date.fromordinal(today.toordinal() + 10)) == 0
    (foreseen,) = [
        one
        for one in retention.foresee(engine, CATALOG, found, date.fromordinal(today.toordinal() + 11))
        if one.rule.table.name == "orders"
    ]
    assert foreseen.aged.rejects == 2
    assert done(date.fromordinal(today.toordinal() + 11)) == 2
    engine.customers.finish()  # type: ignore[union-attr]
    assert engine.query('select "table" from _helder.rejects')["table"].to_pylist() == ["answers"]
    assert bytes_of(tmp_path / "cx.duckdb", {"yesterday", "tomorrow", "an-late"}) == {"yesterday", "an-late"}
    assert done(date.fromordinal(today.toordinal() + 11)) == 0
    engine.close()


def test_attributes_that_figures_are_told_by_stay(tmp_path: Path) -> None:
    from helder.engines.retaining import retaining_of

    engine = shop(tmp_path)
    again(
        engine,
        tmp_path,
        "customers",
        "customer_id,signed_up_at,attributes.address,attributes.plan\nc1,2020-01-01,Street 1,gold\n",
    )
    found = rules(tmp_path, 'customers = {personal = "1 year"}')
    bounds = {one.rule.table.name: one.bounds for one in retention.foresee(engine, CATALOG, found, TODAY)}
    for expected in (1, 0):
        done = dict(retaining_of(engine).take_out(bounds, {"customers": ("plan",)}))
        assert done["customers"].personal == expected
        kept = engine.query("select attributes from customers where customer_id = 'c1'")["attributes"].to_pylist()
        assert kept == [[("plan", "gold")]]
    engine.close()
