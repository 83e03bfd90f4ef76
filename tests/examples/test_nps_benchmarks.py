"""Published NPS by industry."""

from __future__ import annotations

import pandas as pd


def test_every_figure_is_the_file_s_with_its_source(bring, store, shared_data):
    done = bring("nps_benchmarks/benchmarks.toml", "nps_benchmarks/*.csv")
    assert (done.read, done.rejected) == (34, 0)
    file = pd.read_csv(shared_data / "nps_benchmarks" / "nps_benchmarks.csv")
    wanted = sorted((r.industry, r.publisher, r.nps, None if pd.isna(r.year) else int(r.year)) for r in file.itertuples())
    rows = store[0].query("select * from benchmarks").to_pylist()
    assert sorted((row["industry"], row["source"], row["value"], row["year"]) for row in rows) == wanted
    assert {row["url"] for row in rows} == set(file.source_url)
    assert {(row["metric"], row["unit"], row["scale"]) for row in rows} == {("nps", "points", None)}


def test_whom_a_figure_rests_on_is_read_where_the_source_says_so(store):
    (figures,) = store[0].query(
        "select count(*) filter (n = 10000) as surveyed, count(*) filter (sample = 'as above') as unread, "
        "count(*) filter (sample like 'consumers rating%') as rating, max(high) as best from benchmarks"
    ).to_pylist()  # fmt: skip
    assert figures == {"surveyed": 5, "unread": 0, "rating": 6, "best": 72.0}
