"""pandas, on frames that were read before: reading them is not in its time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from benchmarks.data import parquet
from benchmarks.engines import works
from benchmarks.engines.peers.peer import Peer

_MOST = 10_000_000
_IDLE = pd.Timedelta(minutes=30)
_HANDLING = ["talk_seconds", "hold_seconds", "wrap_seconds"]
_COLUMNS = {
    "answers": ["answered_at_day", "channel", "instrument", "scale", "direction", "score", "choice"],
    "orders": ["order_id", "customer_id", "ordered_at_day", "channel", "status", "revenue", "currency"],
    "order_lines": ["order_id", "revenue", "quantity", "returned_quantity"],
    "contacts": [
        "offered_at_day", "queued_at_day", "channel", "case_id", "customer_id", "team", "queue", "topic", "outcome",
        "transfers", "queued_at", "answered_at", "ended_at", "wait_seconds", *_HANDLING,
    ],
    "cases": ["case_id", "channel", "opened_at", "opened_at_day", "resolved_at", "resolved_at_day"],
    "case_events": ["case_id", "at", "at_day", "event"],
    "customers": ["customer_id", "segment"],
    "page_events": ["session_id", "visitor_id", "event_id", "at", "at_day", "event"],
}  # fmt: skip
_FEW_VALUES = (
    "channel",
    "instrument",
    "scale",
    "direction",
    "choice",
    "status",
    "currency",
    "team",
    "queue",
    "topic",
    "outcome",
    "event",
    "segment",
)


def peer(rows: int) -> Peer:
    """The metrics of all peers, as one would write them with group-bys; few-valued text is categorical."""
    if rows > _MOST:
        raise ValueError(f"measured up to {_MOST:,} rows")
    frames = {table: _read(rows, table, columns) for table, columns in _COLUMNS.items()}
    ways = {
        works.FEW: lambda: [*_surveys(frames), *_orders(frames), *_contacts(frames), *_sessions(frames)],
        **{name: lambda by=by: [_drilled(frames, by)] for name, by in works.DRILLS.items()},
        works.COUNTS: lambda: [_visitors(frames), _buyers(frames), *_resolutions(frames)],
    }
    return Peer({name: {"": way} for name, way in ways.items()})


def _read(rows: int, table: str, columns: list[str]) -> pd.DataFrame:
    frame = pd.read_parquet(parquet(rows) / f"{table}.parquet", columns=columns)
    for column in columns:
        if column in _FEW_VALUES:
            frame[column] = frame[column].astype("category")
        elif column.endswith("_day"):
            frame[column] = pd.to_datetime(frame[column])
    return frame


def _of_period(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    kept = frame[(frame[day] >= pd.Timestamp(works.SINCE)) & (frame[day] < pd.Timestamp(works.UNTIL))]
    return kept.assign(start=kept[day].dt.to_period("M").dt.start_time)


def _grouped(frame: pd.DataFrame, *keys: str) -> Any:
    return frame.groupby(list(keys), observed=True, dropna=False)


def _named(frame: pd.DataFrame, metric: str, value: Any, n: Any, label: str | None = None) -> pd.DataFrame:
    channel = frame["channel"].astype(object) if "channel" in frame else "web"
    labels = None if label is None else frame[label].astype(object)
    return pd.DataFrame({"metric": metric, "start": frame["start"], "channel": channel, "label": labels, "value": value, "n": n})


def _surveys(frames: dict[str, pd.DataFrame]) -> Iterable[pd.DataFrame]:
    told = _of_period(frames["answers"], "answered_at_day")
    counts = (
        _grouped(told, "start", "channel", "instrument", "scale", "direction", "score", "choice")
        .size()
        .reset_index(name="answers")
    )
    counts[["instrument", "scale"]] = counts[["instrument", "scale"]].astype(object)
    scored = counts[counts.instrument.isin(["nps", "csat", "ces"]) & counts.score.notna()].copy()
    scored["label"] = scored["scale"].fillna(scored.instrument.map({"nps": "0-10", "csat": "1-5", "ces": "1-7"}))
    scored["ease"] = scored.score.where(scored.direction != "effort", 8 - scored.score)
    border = scored.instrument.map({"nps": 9, "csat": 4, "ces": 5}).mask(
        (scored.instrument == "csat") & (scored.label == "1-10"), 8
    )
    scored["good"] = scored.answers.where(scored.ease >= border, 0)
    scored["bad"] = scored.answers.where(scored.ease <= 6, 0)
    scored["total"] = scored.answers * scored.ease
    sums = _grouped(scored, "start", "channel", "instrument", "label")[["answers", "good", "bad", "total"]].sum().reset_index()
    nps = sums[sums.instrument == "nps"]
    yield _named(nps, "nps", 100 * (nps.good - nps.bad) / nps.answers, nps.answers, "label")
    yield _named(nps, "promoters", nps.good / nps.answers, nps.answers, "label")
    yield _named(nps, "passives", (nps.answers - nps.good - nps.bad) / nps.answers, nps.answers, "label")
    yield _named(nps, "detractors", nps.bad / nps.answers, nps.answers, "label")
    for name in ("csat", "ces"):
        of = sums[sums.instrument == name]
        yield _named(of, name, of.good / of.answers, of.answers, "label")
        yield _named(of, f"{name}_mean", of.total / of.answers, of.answers, "label")
    chosen = _grouped(counts[counts.choice.notna()], "start", "channel", "instrument", "choice").answers.sum().reset_index()
    chosen["n"] = _grouped(chosen, "start", "channel", "instrument").answers.transform("sum")
    intent, yes = chosen[chosen.instrument == "intent"], chosen[(chosen.instrument == "task") & (chosen.choice == "yes")]
    yield _named(intent, "visitor_intent", intent.answers / intent.n, intent.n, "choice")
    yield _named(yes, "task_completion", yes.answers / yes.n, yes.n)


def _orders(frames: dict[str, pd.DataFrame]) -> Iterable[pd.DataFrame]:
    lines = frames["order_lines"]
    lines = lines[lines.returned_quantity > 0]
    back = (lines.revenue * (lines.returned_quantity / lines.quantity) + 0.5) // 1
    returned = back.groupby(lines.order_id).sum().rename("returned").reset_index()
    orders = frames["orders"]
    sold = _of_period(orders[orders.status.isin(["paid", "credit"])], "ordered_at_day").merge(returned, on="order_id", how="left")
    sold = sold.assign(net=sold.revenue - sold.returned.fillna(0), paid=(sold.status == "paid").astype("int64"))
    sums = (
        _grouped(sold, "start", "channel", "currency")
        .agg(total=("net", "sum"), paid=("paid", "sum"), n=("net", "size"))
        .reset_index()
    )
    yield _named(sums, "sales", sums.total / 100, sums.n, "currency")
    yield _named(sums, "average_order_value", sums.total / sums.paid / 100, sums.n, "currency")
    bought = _grouped(sums, "start", "channel").paid.sum().reset_index()
    yield _named(bought, "orders", bought.paid, bought.paid)


def _handled(contacts: pd.DataFrame) -> pd.Series[float]:
    known = (contacts.outcome == "answered") & contacts[_HANDLING].notna().any(axis=1)
    return contacts[_HANDLING].sum(axis=1).where(known)


def _contacts(frames: dict[str, pd.DataFrame]) -> Iterable[pd.DataFrame]:
    contacts = frames["contacts"]
    came = _of_period(contacts.assign(day=contacts.offered_at_day.fillna(contacts.queued_at_day)), "day")
    left = came.answered_at.fillna(came.ended_at) - came.queued_at
    wait = came.wait_seconds.fillna(left / pd.Timedelta(seconds=1))
    answered = came.outcome == "answered"
    columns = {
        "loose": came.case_id.isna(), "answered": answered, "abandoned": (came.outcome == "abandoned") & (wait >= 5),
        "waited": answered & wait.notna(), "in_time": answered & (wait <= 20), "waits": wait.where(answered),
        "handle": _handled(came), "known": answered & came.transfers.notna(), "passed": answered & (came.transfers > 0),
    }  # fmt: skip
    groups = _grouped(came[["start", "channel"]].assign(**columns), "start", "channel")
    c = groups.sum().assign(contacts=groups.size(), handled=groups["handle"].count()).reset_index()
    yield _named(c, "contact_volume", c.contacts, c.contacts)
    yield _named(c, "service_level", c.in_time / (c.waited + c.abandoned), c.waited + c.abandoned)
    yield _named(c, "abandonment_rate", c.abandoned / (c.answered + c.abandoned), c.answered + c.abandoned)
    yield _named(c, "average_speed_of_answer", c.waits / c.waited, c.waited)
    yield _named(c, "average_handle_time", c["handle"] / c.handled, c.handled)
    yield _named(c, "transfer_rate", c.passed / c.known, c.known)
    opened = _grouped(_of_period(frames["cases"], "opened_at_day"), "start", "channel").size().rename("cases").reset_index()
    asked = c.astype({"channel": object}).merge(opened.astype({"channel": object}), on=["start", "channel"], how="outer")
    requests = asked.cases.fillna(0) + asked.loose.fillna(0)
    yield _named(asked, "request_volume", requests, requests)


def _visits(frames: dict[str, pd.DataFrame], of: dict[str, tuple[str, str]], more: dict[str, Any]) -> pd.DataFrame:
    """Sessions: only visits longer than the idle time can have a pause in them that ends one."""
    events = frames["page_events"]
    visit = events.session_id.fillna("visitor " + events.visitor_id).fillna("event " + events.event_id)
    events = events[["at", "at_day", "event_id"]].assign(visit=visit, **more)
    shape = {"day": ("at_day", "min"), "begins": ("at", "min"), "ends": ("at", "max"), **of}
    visits = events.groupby("visit").agg(**shape)
    longer = visits.ends - visits.begins > _IDLE
    long = events[events.visit.isin(visits.index[longer])].sort_values(["visit", "at", "event_id"])
    pause = (long.groupby("visit")["at"].diff() > _IDLE).astype("int64")
    parts = long.assign(part=pause.groupby(long.visit).cumsum()).groupby(["visit", "part"]).agg(**shape)
    return _of_period(pd.concat([visits[~longer], parts], ignore_index=True), "day")


def _sessions(frames: dict[str, pd.DataFrame]) -> Iterable[pd.DataFrame]:
    event = frames["page_events"].event
    key = event.isin(["add_to_cart", "checkout", "purchase", "sign_up"])
    more = {"views": event == "view", "clicks": event == "click", "bought": event == "purchase", "key_event": key}
    of = {"views": ("views", "sum"), "clicks": ("clicks", "sum"), "bought": ("bought", "max"), "key_event": ("key_event", "max")}
    found = _visits(frames, of, more)
    duration = (found.ends - found.begins) / pd.Timedelta(seconds=1)
    found = found.assign(duration=duration, engaged=(duration > 10) | (found.views >= 2) | found.key_event)
    c = found.groupby("start")[["views", "clicks", "bought", "engaged", "duration"]].sum()
    c = c.assign(n=found.groupby("start").size()).reset_index()
    yield _named(c, "sessions", c.n, c.n)
    yield _named(c, "conversion_rate", c.bought / c.n, c.n)
    yield _named(c, "engagement_rate", c.engaged / c.n, c.n)
    yield _named(c, "session_duration", c.duration / c.n, c.n)
    yield _named(c, "pages_per_session", c.views / c.n, c.n)
    yield _named(c, "clicks_per_session", c.clicks / c.n, c.n)


def _drilled(frames: dict[str, pd.DataFrame], by: tuple[str, str]) -> pd.DataFrame:
    since, until = map(pd.Timestamp, works.QUARTER)
    contacts, customers = frames["contacts"], frames["customers"]
    within = contacts[(contacts.offered_at_day >= since) & (contacts.offered_at_day < until) & (contacts.outcome == "answered")]
    business = customers.customer_id[customers.segment == "business"]
    within = within[within.customer_id.isin(business)]
    handled = _grouped(within.assign(handle=_handled(within)), *by)["handle"]
    return (
        handled.agg(value="mean", n="count").reset_index().astype(dict.fromkeys(by, object)).assign(metric="average_handle_time")
    )


def _visitors(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    found = _visits(frames, {"visitor_id": ("visitor_id", "max")}, {"visitor_id": frames["page_events"].visitor_id})
    counted = found.groupby("start").visitor_id.nunique().rename("value").reset_index()
    return counted.assign(metric="visitors", channel="web")


def _buyers(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    orders = frames["orders"]
    bought = _of_period(orders[(orders.status == "paid") & orders.customer_id.notna()], "ordered_at_day")
    groups = _grouped(bought, "start", "channel").customer_id
    found = (groups.size() / groups.nunique()).rename("value").reset_index()
    return found.astype({"channel": object}).assign(metric="purchase_frequency")


def _resolutions(frames: dict[str, pd.DataFrame]) -> Iterable[pd.DataFrame]:
    cases, events = frames["cases"], frames["case_events"]
    resolved = events[events.event == "resolved"].groupby("case_id").agg(logged=("at", "max"), logged_day=("at_day", "max"))
    again = events[events.event == "reopened"].groupby("case_id")["at"].max().rename("again")
    t = cases.merge(resolved, on="case_id", how="left").merge(again, on="case_id", how="left")
    by_event = t.logged.notna() & (t.resolved_at.isna() | (t.logged >= t.resolved_at))
    t = t.assign(ended=t.logged.where(by_event, t.resolved_at), day=t.logged_day.where(by_event, t.resolved_at_day))
    t = _of_period(t[t.again.isna() | (t.again < t.ended)], "day")
    seconds = t.assign(seconds=(t.ended - t.opened_at) / pd.Timedelta(seconds=1))
    found = _grouped(seconds, "start", "channel").seconds.quantile([0.5, 0.9]).reset_index(name="value")
    found = found.astype({"channel": object})
    for name, q in (("median", 0.5), ("p90", 0.9)):
        of = found[found[found.columns[2]] == q]
        yield of[["start", "channel", "value"]].assign(metric=f"resolution_time_{name}")
