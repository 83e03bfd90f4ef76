"""Where Spark would answer otherwise than DuckDB without a word: what each gives of the same expressions is the same."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import ibis
import pyarrow as pa
import pytest
from engines.spark.conftest import Lake

from helder.engines import open_engine
from helder.errors import NotSupported
from helder.model import TABLES

TEXTS = [
    "a|b", " verbal | Goed|ØL ", "\t\v x\\y %_ \n", "5d", "1.5", " -3e2", "", None, "blåbærgrød|smørrebrød", "1-5",
    "één — ß \N{GREEK CAPITAL LETTER SIGMA} İ", "'quote' \"two\"", "$1 \\1 (a+)*", "a\\%b",
]  # fmt: skip
SCORES = [0.5, 1.5, 2.5, -0.5, -2.5, 0.0, None, 1e15, 1 / 3, 7.0, 3.0, 3.0, 1e-9, -7.5]
ANSWERS = TABLES["answers"]
t: Any = ANSWERS.expression
BEFORE = datetime(2025, 12, 31, 23, 59, 59, 999_999)
LATER = t.answered_at + (t.comment.length() * 40_000_000).cast("int64").as_interval("us")
DAY = t.answered_at.date()
ROWS = {
    "replaced": t.comment.lower().re_replace(r"\s*\|\s*", "|"),
    "replaced by a text": t.comment.replace("|", "\\ $1"),
    "stripped": t.comment.strip(),
    "found": ("|" + t.comment + "|").find("|b|"),
    "cut": t.comment.substr(0, t.comment.find("|") + 1),
    "split": t.comment.split("|")[1],
    "last": t.comment.split("|")[-1],
    "beyond": t.comment.split("-")[9],
    "number": t.comment.try_cast("float64"),
    "lower": t.comment.lower(),
    "length": t.comment.length(),
    "like": t.comment.like("%\\y%"),
    "like a percent": t.comment.like("%\\%%"),
    "ilike": t.comment.ilike("%ØL%"),
    "written": ibis.literal("a\\b'c\n\v\f\x07|%"),
    "floor": t.score.floor(),
    "ceiling": t.score.ceil(),
    "rounded": t.score.round(),
    "tenth": t.score * 0.1 + 0.2,
    "divided by nought": t.score / t.score.floor(),
    "of integers": t.comment.length() / 3,
    "no seconds": t.score.nullif(7.0) / t.score.nullif(0),
    "remainder": (t.comment.length() - 9) % 4,
    "greatest": ibis.greatest(t.score, 1.0),
    "microseconds": LATER.delta(ibis.literal(BEFORE, type="timestamp(6)"), unit="microsecond"),
    "days": DAY.delta(ibis.literal(date(2025, 2, 28)), unit="day"),
    "hours later": (LATER + t.comment.length().cast("int64").as_interval("h")).date(),
    "months later": (DAY + t.comment.length().cast("int64").as_interval("M")).cast("date"),
    "quarter": DAY.truncate("Q").cast("date"),
    "week": DAY.truncate("W").cast("date"),
    "weekday": DAY.day_of_week.index().cast("int64"),
    "as text": LATER.cast("string"),
    "rank": ibis.rank().over(ibis.window(order_by=[t.score, t.answer_id])),
    "before": t.score.lag().over(ibis.window(order_by=t.answer_id)),
    "known": t.score.isnull(),
}
WHOLE = {
    "none counted": t.count(where=t.score > 1e99),
    "none added": t.score.sum(where=t.score > 1e99),
    "none listed": t.comment.collect(where=t.score > 1e99),
    "listed": t.comment.collect(distinct=True).sort(),
    "distinct": t.comment.nunique(where=t.score > 1),
    "quantile": t.score.quantile(0.35, where=t.score < 100),
    "true": (t.score > 1).sum(),
    "of the least": t.comment.argmin(t.answer_id, where=t.score < 5),
    "first": ibis.struct({"score": t.score, "text": t.comment}).min()["text"],
    "last": ibis.struct({"score": t.score, "text": t.comment}).max()["text"],
    "spread of one": t.score.var(where=t.score == 1.5),
    "deviation": t.score.std(where=t.score < 100, how="pop"),
}


def rows() -> pa.Table:
    number = len(TEXTS)
    texts = {name: ["x"] * number for name in ("response_id", "survey", "question")}
    return pa.table({
        "answer_id": [f"{i:02}" for i in range(number)], "instrument": ["other"] * number, "comment": TEXTS, "score": SCORES,
        "answered_at": [datetime(2026, 1, i + 1, 23, 59, 59, i) for i in range(number)], **texts,
    })  # fmt: skip


def test_every_expression_gives_what_duckdb_gives(clustered: Lake) -> None:
    ours, theirs = clustered(), open_engine("duckdb://")
    page = t.order_by(t.answer_id.desc()).limit(4, offset=3).select("answer_id")
    questions = (t.select("answer_id", **ROWS).order_by("answer_id"), t.aggregate(**WHOLE), page)
    for engine in (ours, theirs):
        with engine.write() as writer:
            writer.append(ANSWERS, rows(), source="s")
    for question in questions:
        found, expected = ours.run(question), theirs.run(question)
        for name in expected.column_names:
            assert _same(found[name].to_pylist(), _dates(expected[name].to_pylist())), name
    theirs.close()


def _same(found: list[Any], expected: list[Any]) -> bool:
    return len(found) == len(expected) and all(
        pytest.approx(b, rel=1e-12, nan_ok=True) == a if isinstance(b, float) else a == b
        for a, b in zip(found, expected, strict=True)
    )


def _dates(values: list[Any]) -> list[Any]:
    """DuckDB gives midnights where a date was asked for."""
    return [value.date() if isinstance(value, datetime) and value.time() == datetime.min.time() else value for value in values]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (t.score.cast("int64"), "turns numbers with decimals into int64 in a way of its own"),
        (t.score.cast("string"), "turns numbers with decimals into string"),
        (t.comment.upper(), "cannot do Uppercase exactly: letters such as ß"),
        (t.answered_at.delta(t.asked_at, unit="hour"), "ask for microseconds"),
        (t.comment.split(t.survey), "by a text known beforehand"),
        (t.score.mode(), "cannot do Mode exactly"),
        (t.score.nunique().over(ibis.window(group_by=t.survey)), "Spark cannot run this: Distinct window functions"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_exact_is_refused(clustered: Lake, value: Any, reason: str) -> None:
    with pytest.raises(NotSupported, match=reason):
        clustered().run(t.select(v=value))
