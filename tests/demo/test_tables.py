"""Every table is filled, and every row keeps to the data model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from helder import demo
from helder.facts.tables import USUAL_SCALES
from helder.model import TABLES, Kind, Table

TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.int64(),
    Kind.INSTANT: pa.timestamp("us"),
    Kind.DATE: pa.date32(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.MAP: pa.map_(pa.string(), pa.string()),
}

#: Which column points to which table's key.
POINTERS = {
    "customer_id": "customers", "referrer_id": "customers", "employee_id": "employees", "reviewer_id": "employees",
    "product_id": "products", "order_id": "orders", "case_id": "cases", "contact_id": "contacts",
}  # fmt: skip


@pytest.fixture(params=TABLES.values(), ids=list(TABLES))
def table(request: pytest.FixtureRequest) -> Table:
    return request.param


def test_it_is_filled_and_typed_as_stored(company: demo.Company, table: Table):
    rows = company.tables[table.name]
    assert rows.num_rows > 0
    assert {f.name: f.type for f in rows.schema} == {c.name: TYPES[c.kind] for c in table.columns}
    rows.validate(full=True)


def test_every_column_has_values(company: demo.Company, table: Table):
    unused = {"answers": {"weight"}}.get(table.name, set())
    empty = {
        f.name
        for f in company.tables[table.name].schema
        if company.tables[table.name][f.name].null_count == len(company.tables[table.name])
    }
    assert empty == unused


def test_keys_are_given_once(frames: dict[str, pd.DataFrame], table: Table):
    rows = frames[table.name]
    assert not rows.duplicated(list(table.key)).any()
    assert rows[[c.name for c in table.columns if c.mandatory]].notna().all(axis=None)


def test_values_are_allowed_and_within_bounds(frames: dict[str, pd.DataFrame], table: Table):
    for column in table.columns:
        values = frames[table.name][column.name].dropna()
        if column.allowed:
            assert set(values) <= set(column.allowed), column.name
        if column.minimum is not None:
            assert (values >= column.minimum).all(), column.name
        if column.maximum is not None:
            assert (values <= column.maximum).all(), column.name


def test_pairs_are_in_order_and_scores_within_their_scale(frames: dict[str, pd.DataFrame], table: Table):
    rows = frames[table.name]
    for first, second in table.ordered:
        assert not (rows[first] > rows[second]).any(), (first, second)
    for either in table.either:
        assert rows[list(either)].notna().any(axis=1).all()
    for score, scale in table.scaled:
        ends = rows[scale].fillna(rows.instrument.map(USUAL_SCALES)).str.split("-", expand=True).astype(float)
        assert not ((rows[score] < ends[0]) | (rows[score] > ends[1])).any()


def test_nothing_lies_in_the_future(company: demo.Company, frames: dict[str, pd.DataFrame], table: Table):
    for column in table.columns:
        values = frames[table.name][column.name]
        if column.kind is Kind.INSTANT:
            assert not (values > pd.Timestamp(company.until)).any(), column.name
        if column.kind is Kind.DATE and (table.name, column.name) != ("goals", "ends_on"):  # what is to come
            assert not (values.dropna() > company.until.date()).any(), column.name


def test_identifiers_point_to_rows(frames: dict[str, pd.DataFrame], table: Table):
    for column, target in POINTERS.items():
        if column in frames[table.name]:
            known = set(frames[target][TABLES[target].key[0]])
            assert set(frames[table.name][column].dropna()) <= known, column


def test_orders_are_the_sum_of_their_lines(frames: dict[str, pd.DataFrame]):
    lines = frames["order_lines"].groupby("order_id").revenue.sum()
    orders = frames["orders"].set_index("order_id").revenue
    pd.testing.assert_series_equal(lines.sort_index(), orders.sort_index(), check_names=False)


def test_purchases_on_the_site_are_its_orders(frames: dict[str, pd.DataFrame]):
    placed = frames["orders"].query("channel == 'web' and status != 'credit'").set_index("session_id").ordered_at.sort_index()
    bought = frames["page_events"].query("event == 'purchase'").set_index("session_id")["at"].sort_index()
    assert (placed.index == bought.index).all()
    assert np.array_equal(placed.to_numpy(), bought.to_numpy())
