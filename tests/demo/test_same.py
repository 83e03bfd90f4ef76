"""The same customers, seed, end and zone give the same company."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helder import demo
from helder.errors import BadInput


def test_the_same_seed_gives_the_same_tables_and_truth(company: demo.Company):
    again = demo.build(400, seed=7, until=company.until, zone=company.zone)
    assert again.truth == company.truth
    assert all(again.tables[name].equals(rows) for name, rows in company.tables.items())


def test_another_seed_gives_another_company(company: demo.Company):
    other = demo.build(400, seed=8, until=company.until, zone=company.zone)
    same = {name for name, rows in company.tables.items() if other.tables[name].equals(rows)}
    assert same == {"products", "initiatives", "benchmarks"}


def test_another_zone_changes_nothing_but_the_months_of_the_truth(company: demo.Company):
    other = demo.build(400, seed=7, until=company.until, zone="Europe/Berlin")
    assert all(other.tables[name].equals(rows) for name, rows in company.tables.items())
    assert other.truth == company.truth


def test_it_ends_now_unless_told():
    made = demo.build(100)
    assert made.until.microsecond == 0
    latest = max(made.tables["page_events"]["at"].to_pylist())
    assert made.until - timedelta(days=2) < latest < made.until


def test_a_company_too_small_is_refused():
    with pytest.raises(BadInput, match="too small"):
        demo.build(99)
