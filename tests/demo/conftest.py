"""A small company, simulated once, and a store that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pandas as pd
import pytest

import helder
from helder import demo
from helder.demo import filling
from helder.workspace import Workspace

#: In the middle of a month and of a day.
UNTIL = datetime(2026, 3, 18, 11, 30)
ZONE = "Europe/Amsterdam"


@pytest.fixture(scope="session")
def company() -> demo.Company:
    """Four hundred customers: enough for every table and most edge cases."""
    return demo.build(400, seed=7, until=UNTIL, zone=ZONE)


@pytest.fixture(scope="session")
def after(company: demo.Company) -> date:
    """The first day that has nothing."""
    return company.until.date() + timedelta(days=1)


@pytest.fixture(scope="session")
def large() -> demo.Company:
    """Six thousand customers: enough to see what leads to what."""
    return demo.build(6_000, seed=3, until=UNTIL, zone=ZONE)


@pytest.fixture(scope="session")
def frames(company: demo.Company) -> dict[str, pd.DataFrame]:
    """The small company's tables in pandas."""
    return {name: table.to_pandas() for name, table in company.tables.items()}


@pytest.fixture(scope="session")
def many(large: demo.Company) -> dict[str, pd.DataFrame]:
    """The large company's tables in pandas, the site's events left out."""
    return {name: table.to_pandas() for name, table in large.tables.items() if name != "page_events"}


@pytest.fixture(scope="session")
def workspace(company: demo.Company) -> Iterator[Workspace]:
    """A store in memory that holds the small company."""
    with helder.connect("duckdb://", zone=ZONE) as held:
        filling.fill(held.engine, company)
        yield held
