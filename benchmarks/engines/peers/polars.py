"""Polars, lazily over the Parquet files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from benchmarks.data import parquet
from benchmarks.engines import works
from benchmarks.engines.peers.peer import Peer

_ANSWERED, _QUEUED_FOR = pl.col("outcome") == "answered", ("talk_seconds", "hold_seconds", "wrap_seconds")
_IDLE = 30 * 60


def peer(rows: int) -> Peer:
    """The metrics of all peers, in one expression for each table they are made of."""
    place = parquet(rows)

    def table(name: str) -> pl.LazyFrame:
        return pl.scan_parquet(place / f"{name}.parquet")

    ways = {
        works.FEW: lambda: [*_surveys(table), *_orders(table), *_contacts(table), *_sessions(table)],
        **{name: lambda by=by: [_drilled(table, by)] for name, by in works.DRILLS.items()},
        works.COUNTS: lambda: [_visitors(table), _buyers(table), *_resolutions(table)],
    }
    return Peer({name: {"": way} for name, way in ways.items()})


def _within(day: str) -> pl.Expr:
    return pl.col(day).is_between(works.SINCE, works.UNTIL, closed="left")


def _month(day: str) -> pl.Expr:
    return pl.col(day).dt.truncate("1mo").alias("start")


def _named(frame: pl.DataFrame, metric: str, value: pl.Expr, n: pl.Expr, *labels: str) -> pl.DataFrame:
    """The rows of one metric."""
    channel = pl.col("channel") if "channel" in frame.columns else pl.lit("web").alias("channel")
    label = pl.col(labels[0]).alias("label") if labels else pl.lit(None).alias("label")
    return frame.select(pl.lit(metric).alias("metric"), "start", channel, label, value.alias("value"), n.alias("n"))


def _surveys(table: Any) -> Iterable[pl.DataFrame]:
    keys = ["start", "channel", "instrument"]
    counts = (
        table("answers").filter(_within("answered_at_day"))
        .group_by(_month("answered_at_day"), "channel", "instrument", "scale", "direction", "score", "choice")
        .agg(pl.len().cast(pl.Int64).alias("answers")).collect()
    )  # fmt: skip
    instrument, label = pl.col("instrument"), pl.col("label")
    usual = (
        pl.when(instrument == "nps").then(pl.lit("0-10")).when(instrument == "csat").then(pl.lit("1-5")).otherwise(pl.lit("1-7"))
    )
    border = pl.when(instrument == "nps").then(9).when(label == "1-10").then(8).when(instrument == "csat").then(4).otherwise(5)
    ease = pl.when(pl.col("direction") == "effort").then(8 - pl.col("score")).otherwise(pl.col("score"))
    scored = (
        counts.filter(instrument.is_in(["nps", "csat", "ces"]) & pl.col("score").is_not_null())
        .with_columns(pl.col("scale").fill_null(usual).alias("label"), ease.alias("ease"))
        .with_columns((pl.col("ease") >= border).alias("good"), (pl.col("ease") <= 6).alias("bad"))
        .group_by(*keys, "label")
        .agg(
            pl.col("answers").sum().alias("n"), pl.col("answers").filter(pl.col("good")).sum().alias("good"),
            pl.col("answers").filter(pl.col("bad")).sum().alias("bad"), (pl.col("answers") * pl.col("ease")).sum().alias("total"),
        )
    )  # fmt: skip
    good, bad, n, total = (pl.col(name) for name in ("good", "bad", "n", "total"))
    nps = scored.filter(instrument == "nps")
    yield _named(nps, "nps", 100 * (good - bad) / n, n, "label")
    yield _named(nps, "promoters", good / n, n, "label")
    yield _named(nps, "passives", (n - good - bad) / n, n, "label")
    yield _named(nps, "detractors", bad / n, n, "label")
    for name in ("csat", "ces"):
        of = scored.filter(instrument == name)
        yield _named(of, name, good / n, n, "label")
        yield _named(of, f"{name}_mean", total / n, n, "label")
    chosen = counts.filter(pl.col("choice").is_not_null()).group_by(*keys, "choice").agg(pl.col("answers").sum())
    chosen = chosen.with_columns(pl.col("answers").sum().over(keys).alias("n"))
    yield _named(chosen.filter(instrument == "intent"), "visitor_intent", pl.col("answers") / n, n, "choice")
    yes = chosen.filter((instrument == "task") & (pl.col("choice") == "yes"))
    yield _named(yes, "task_completion", pl.col("answers") / n, n)


def _orders(table: Any) -> Iterable[pl.DataFrame]:
    came_back = (pl.col("revenue") * (pl.col("returned_quantity") / pl.col("quantity")) + 0.5).floor().cast(pl.Int64)
    returned = (
        table("order_lines").filter(pl.col("returned_quantity") > 0).group_by("order_id").agg(came_back.sum().alias("returned"))
    )
    net, paid = pl.col("revenue") - pl.col("returned").fill_null(0), pl.col("status") == "paid"
    sums = (
        table("orders").filter(_within("ordered_at_day") & pl.col("status").is_in(["paid", "credit"]))
        .join(returned, on="order_id", how="left")
        .group_by(_month("ordered_at_day"), "channel", pl.col("currency").fill_null("EUR"))
        .agg(net.sum().alias("total"), paid.sum().cast(pl.Int64).alias("paid"), pl.len().alias("n")).collect()
    )  # fmt: skip
    yield _named(sums, "sales", pl.col("total") / 100, pl.col("n"), "currency")
    yield _named(sums, "average_order_value", pl.col("total") / pl.col("paid") / 100, pl.col("n"), "currency")
    bought = sums.group_by("start", "channel").agg(pl.col("paid").sum())
    yield _named(bought, "orders", pl.col("paid"), pl.col("paid"))


def _contacts(table: Any) -> Iterable[pl.DataFrame]:
    left = pl.coalesce("answered_at", "ended_at") - pl.col("queued_at")
    wait = pl.coalesce(pl.col("wait_seconds"), left.dt.total_microseconds() / 1_000_000)
    told = pl.any_horizontal(pl.col(name).is_not_null() for name in _QUEUED_FOR)
    handle = pl.when(_ANSWERED & told).then(pl.sum_horizontal(pl.col(name).fill_null(0) for name in _QUEUED_FOR))
    day = pl.coalesce("offered_at_day", "queued_at_day").alias("day")
    came = table("contacts").with_columns(day, wait.alias("wait"), handle.alias("handle")).filter(_within("day"))
    abandoned = (pl.col("outcome") == "abandoned") & (pl.col("wait") >= 5)
    sums = {
        "contacts": pl.len(), "loose": pl.col("case_id").is_null().sum(), "answered": _ANSWERED.sum(),
        "abandoned": abandoned.sum(), "waited": (_ANSWERED & pl.col("wait").is_not_null()).sum(),
        "in_time": (_ANSWERED & (pl.col("wait") <= 20)).sum(),
        "waits": pl.col("wait").filter(_ANSWERED).sum(), "handled": pl.col("handle").count(), "handles": pl.col("handle").sum(),
        "known": (_ANSWERED & pl.col("transfers").is_not_null()).sum(), "passed": (_ANSWERED & (pl.col("transfers") > 0)).sum(),
    }  # fmt: skip
    found = came.group_by(_month("day"), "channel").agg(**{name: sum.cast(pl.Float64) for name, sum in sums.items()}).collect()
    c = {name: pl.col(name) for name in sums}
    yield _named(found, "contact_volume", c["contacts"], c["contacts"])
    yield _named(found, "service_level", c["in_time"] / (c["waited"] + c["abandoned"]), c["waited"] + c["abandoned"])
    yield _named(found, "abandonment_rate", c["abandoned"] / (c["answered"] + c["abandoned"]), c["answered"] + c["abandoned"])
    yield _named(found, "average_speed_of_answer", c["waits"] / c["waited"], c["waited"])
    yield _named(found, "average_handle_time", c["handles"] / c["handled"], c["handled"])
    yield _named(found, "transfer_rate", c["passed"] / c["known"], c["known"])
    opened = table("cases").filter(_within("opened_at_day")).group_by(_month("opened_at_day"), "channel")
    asked = opened.agg(cases=pl.len().cast(pl.Float64)).collect().join(found, on=["start", "channel"], how="full", coalesce=True)
    requests = pl.col("cases").fill_null(0) + pl.col("loose").fill_null(0)
    yield _named(asked, "request_volume", requests, requests)


def _visits(table: Any, of: dict[str, pl.Expr], read: list[str]) -> pl.LazyFrame:
    """Sessions: only visits longer than the idle time can have a pause in them that ends one."""
    at = pl.col("at")
    visit = pl.coalesce(pl.col("session_id"), "visitor " + pl.col("visitor_id"), "event " + pl.col("event_id")).alias("visit")
    events = table("page_events").select(visit, "at", "at_day", "event_id", *read)
    shape = {"day": pl.col("at_day").min(), "duration": (at.max() - at.min()).dt.total_microseconds() / 1_000_000, **of}
    visits = events.group_by("visit").agg(**shape)
    long = events.join(visits.filter(pl.col("duration") > _IDLE), on="visit", how="semi").sort("visit", "at", "event_id")
    pause = at.diff().over("visit").dt.total_microseconds() / 1_000_000 > _IDLE
    parts = long.with_columns(pause.fill_null(False).cast(pl.Int64).cum_sum().over("visit").alias("part"))
    cut = parts.group_by("visit", "part").agg(**shape).drop("part")
    return pl.concat([visits.filter(pl.col("duration") <= _IDLE), cut]).filter(_within("day"))


def _sessions(table: Any) -> Iterable[pl.DataFrame]:
    event = pl.col("event")
    of = {
        "views": (event == "view").sum(), "clicks": (event == "click").sum(), "bought": (event == "purchase").any(),
        "key_event": event.is_in(["add_to_cart", "checkout", "purchase", "sign_up"]).any(),
    }  # fmt: skip
    engaged = (pl.col("duration") > 10) | (pl.col("views") >= 2) | pl.col("key_event")
    sums = {"bought": pl.col("bought"), "engaged": engaged, **{name: pl.col(name) for name in ("views", "clicks", "duration")}}
    found = (
        _visits(table, of, ["event"]).group_by(_month("day"))
        .agg(n=pl.len().cast(pl.Float64), **{name: sum.cast(pl.Float64).sum() for name, sum in sums.items()}).collect()
    )  # fmt: skip
    yield _named(found, "sessions", pl.col("n"), pl.col("n"))
    named = {
        "conversion_rate": "bought", "engagement_rate": "engaged", "session_duration": "duration", "pages_per_session": "views",
        "clicks_per_session": "clicks",
    }  # fmt: skip
    for metric, column in named.items():
        yield _named(found, metric, pl.col(column) / pl.col("n"), pl.col("n"))


def _drilled(table: Any, by: tuple[str, str]) -> pl.DataFrame:
    since, until = works.QUARTER
    business = table("customers").filter(pl.col("segment") == "business").select("customer_id")
    told = pl.any_horizontal(pl.col(name).is_not_null() for name in _QUEUED_FOR)
    handle = pl.sum_horizontal(pl.col(name).fill_null(0) for name in _QUEUED_FOR)
    found: pl.DataFrame = (
        table("contacts").filter(_ANSWERED & told & pl.col("offered_at_day").is_between(since, until, closed="left"))
        .join(business, on="customer_id", how="semi").group_by(by)
        .agg(pl.lit("average_handle_time").alias("metric").first(), value=handle.mean(), n=pl.len()).collect()
    )  # fmt: skip
    return found


def _visitors(table: Any) -> pl.DataFrame:
    seen = _visits(table, {"visitor_id": pl.col("visitor_id").max()}, ["visitor_id"])
    found = seen.group_by(_month("day")).agg(value=pl.col("visitor_id").n_unique()).collect()
    return found.with_columns(metric=pl.lit("visitors"), channel=pl.lit("web"))


def _buyers(table: Any) -> pl.DataFrame:
    bought = (pl.col("status") == "paid") & pl.col("customer_id").is_not_null() & _within("ordered_at_day")
    found: pl.DataFrame = (
        table("orders").filter(bought).group_by(_month("ordered_at_day"), "channel")
        .agg(value=pl.len() / pl.col("customer_id").n_unique()).collect().with_columns(metric=pl.lit("purchase_frequency"))
    )  # fmt: skip
    return found


def _resolutions(table: Any) -> Iterable[pl.DataFrame]:
    event = pl.col("event")
    told = (
        table("case_events").filter(event.is_in(["resolved", "reopened"])).group_by("case_id")
        .agg(
            logged=pl.col("at").filter(event == "resolved").max(), logged_day=pl.col("at_day").filter(event == "resolved").max(),
            again=pl.col("at").filter(event == "reopened").max(),
        )
    )  # fmt: skip
    by_event = (pl.col("logged") >= pl.coalesce("resolved_at", "logged")).fill_null(False)
    ended = pl.when(by_event).then("logged").otherwise("resolved_at").alias("ended")
    day = pl.when(by_event).then("logged_day").otherwise("resolved_at_day").alias("day")
    seconds = (pl.col("ended") - pl.col("opened_at")).dt.total_microseconds() / 1_000_000
    found = (
        table("cases").join(told, on="case_id", how="left").with_columns(ended, day)
        .filter(_within("day") & (pl.col("again").is_null() | (pl.col("again") < pl.col("ended"))))
        .group_by(_month("day"), "channel")
        .agg(median=seconds.quantile(0.5, "linear"), p90=seconds.quantile(0.9, "linear")).collect()
    )  # fmt: skip
    for name in ("median", "p90"):
        yield found.select(pl.lit(f"resolution_time_{name}").alias("metric"), "start", "channel", pl.col(name).alias("value"))
