"""Scores on different scales are never put together."""

from oracle.small import answers, ask


def test_a_row_for_each_scale() -> None:
    rows = answers(10, 9, scale="0-10") + answers(5, 1, scale="1-5")
    found = {r["scale"]: (r["value"], r["n"], r["unit"]) for r in ask("nps", tables={"answers": rows})}
    assert found == {"0-10": (100.0, 2, "points"), "1-5": (0.0, 2, "points (1-5)")}


def test_no_row_for_a_scale_the_metric_has_nothing_on() -> None:
    rows = answers(10, scale="0-10") + answers(4, instrument="csat", scale="1-5")
    assert [(r["metric"], r["scale"]) for r in ask("nps", "csat", tables={"answers": rows})] == [("nps", "0-10"), ("csat", "1-5")]


def test_what_is_not_declared_nps_is_not_nps() -> None:
    (row,) = ask("nps", tables={"answers": answers(10, 0, instrument="other", scale="0-10")})
    assert (row["value"], row["n"]) == (None, 0)


def test_effort_is_reversed_before_it_is_counted() -> None:
    rows = answers(1, 2, instrument="ces", direction="effort") + answers(7, instrument="ces", direction="ease")
    (row,) = ask("ces_mean", tables={"answers": rows})
    assert (row["value"], row["scale"]) == (20 / 3, "1-7")


def test_scales_are_pooled_when_asked() -> None:
    rows = answers(10, scale="0-10") + answers(10, scale="1-10")
    (row,) = ask("nps", tables={"answers": rows}, params={"pool": "yes"})
    assert (row["n"], row["value"], row["unit"]) == (2, 100.0, "points")
