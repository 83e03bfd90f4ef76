"""Local days, written into a query, are those of zoneinfo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa
import pytest

from helder.errors import UnknownName
from helder.model.zones import day_start, local_date, local_time, zone

#: Hours about changes of clocks, some at midnight, one of half an hour, one that skipped a whole day.
PLACES = {
    "Europe/Amsterdam": datetime(2025, 3, 30),
    "America/Sao_Paulo": datetime(2018, 11, 4),
    "Australia/Lord_Howe": datetime(2025, 4, 5),
    "Pacific/Apia": datetime(2011, 12, 30),
    "Asia/Kolkata": datetime(2025, 1, 1),
    "UTC": datetime(2025, 1, 1),
}


@pytest.mark.parametrize("place", PLACES)
def test_local_time_is_zoneinfo_s(place: str) -> None:
    moments = [PLACES[place] + timedelta(minutes=15 * i) for i in range(-200, 300)]
    moments += [datetime(year, month, 1) for year in (1970, 1999, 2025, 2059) for month in range(1, 13)]
    table = ibis.memtable(pa.table({"moment": pa.array(moments, pa.timestamp("us"))}))
    got = ibis.duckdb.connect().to_pyarrow(table.mutate(local=local_time(table.moment, place)))
    expected = {m: m.replace(tzinfo=UTC).astimezone(ZoneInfo(place)).replace(tzinfo=None) for m in moments}
    assert dict(zip(got["moment"].to_pylist(), got["local"].to_pylist(), strict=True)) == expected
    assert {moment: local_date(moment, place) for moment in moments} == {m: local.date() for m, local in expected.items()}


@pytest.mark.parametrize("place", PLACES)
def test_of_some_years_only_their_changes_need_be_known(place: str) -> None:
    moments = [PLACES[place] + timedelta(hours=7 * i) for i in range(-2000, 2000)]
    years = moments[0].year, moments[-1].year
    table = ibis.memtable(pa.table({"moment": pa.array(moments, pa.timestamp("us"))}))
    both = table.select(few=local_time(table.moment, place, years), all=local_time(table.moment, place))
    got = ibis.duckdb.connect().to_pyarrow(both)
    assert got["few"].equals(got["all"])
    assert len(ibis.to_sql(both.few.name("x"))) <= len(ibis.to_sql(both.all.name("x")))


@pytest.mark.parametrize(
    ("day", "place", "starts"),
    [
        (date(2025, 3, 30), "Europe/Amsterdam", datetime(2025, 3, 29, 23)),
        (date(2025, 3, 31), "Europe/Amsterdam", datetime(2025, 3, 30, 22)),
        (date(2018, 11, 4), "America/Sao_Paulo", datetime(2018, 11, 4, 3)),  # midnight did not exist
        (date(2025, 1, 1), "UTC", datetime(2025, 1, 1)),
    ],
)
def test_a_day_starts_with_its_first_moment(day: date, place: str, starts: datetime) -> None:
    assert day_start(day, place) == starts
    assert local_date(starts, place) == day
    assert local_date(starts - timedelta(microseconds=1), place) < day


def test_an_unknown_zone_has_its_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean Europe/Amsterdam"):
        zone("Europe/amsterdam")
