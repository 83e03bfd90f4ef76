"""What each segment did to a change: it adds up, says what it cannot split, and tells Simpson's paradox for what it is."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import pytest
from oracle.company import Company
from oracle.loading import store
from oracle.small import answers

from helder import CATALOG
from helder.errors import BadQuestion
from helder.query.decomposition import Decomposition

SUMMER = {"since": "2025-04-01", "until": "2025-07-01"}
MARCH = {"since": "2026-03-01", "until": "2026-04-01"}


def dated(month: int, *scores: float, **more: Any) -> list[dict[str, Any]]:
    """Answers to csat on a day of that month."""
    rows = answers(*scores, instrument="csat", **more)
    return [{**row, "answer_id": f"{row['answer_id']}-{month}", "answered_at": datetime(2026, month, 10)} for row in rows]


def csat(sizes: dict[tuple[str | None, int], tuple[int, int]], metric: str = "csat", **more: Any) -> Decomposition:
    """The change from February to March by channel, from content answers and all answers per channel and month."""
    rows = []
    for (channel, month), (good, n) in sizes.items():
        rows += dated(month, *[5] * good, *[1] * (n - good), channel=channel)
    with store({"answers": rows}) as workspace:
        return workspace.decompose(metric, **{"by": ["channel"], **MARCH, **more})


def test_simpsons_paradox() -> None:
    """Both channels got better, and the whole worse: the example of docs/explanation/decomposition.md."""
    whole, chat, phone = csat(
        {("phone", 2): (720, 800), ("chat", 2): (120, 200), ("phone", 3): (368, 400), ("chat", 3): (390, 600)}
    )
    assert (whole.previous, whole.value, whole.change) == (pytest.approx(0.84), pytest.approx(0.758), pytest.approx(-0.082))
    assert (chat.by, chat.change, phone.by, phone.change) == (("chat",), pytest.approx(0.05), ("phone",), pytest.approx(0.02))
    assert (whole.rate, whole.mix) == (pytest.approx(0.032), pytest.approx(-0.114))
    assert (chat.rate, chat.mix) == (pytest.approx(0.4 * 0.05), pytest.approx((0.625 - 0.799) * 0.4))


@pytest.mark.parametrize("by", [["channel"], ["country", "segment"], ["team"]])
def test_every_metric_adds_up_or_is_refused(by: list[str]) -> None:
    company = Company(5)
    data = company.people() | company.sales() | company.service() | company.site() | {"answers": company.answers()["answers"]}
    split = []
    with store(data) as workspace:
        for metric in (m for m in CATALOG.values() if set(by) <= set(m.dimensions)):
            try:
                found = workspace.decompose(metric.name, by=by, **SUMMER)
            except BadQuestion:
                continue
            split.append(metric.name)
            _holds(found, workspace.show(metric.name, **SUMMER, compare="previous").to_records())
    if by != ["team"]:  # of teams so small nothing said by few is told
        assert set(split) > {"nps", "csat", "csat_mean", "ces"}
    assert len(split) > 10
    assert not set(split) & {"first_response_time_median", "resolution_time_p90"}


def _holds(found: Decomposition, shown: list[dict[str, Any]]) -> None:
    for whole in found.wholes:
        row = next((r for r in shown if all(r[k] == v for k, v in whole.labels)), None)
        assert row is None or (whole.value, whole.previous) == (pytest.approx(row["value"]), pytest.approx(row["previous"]))
        segments = [e for e in found if e.segment and e.labels == whole.labels]
        if whole.change is None:
            assert whole.effect is None
            continue
        assert whole.effect == pytest.approx(whole.change, rel=1e-9, abs=1e-9)
        assert sum(e.effect or 0 for e in segments) == pytest.approx(whole.change, rel=1e-9, abs=1e-9)
        if whole.rate is not None:
            assert whole.rate + (whole.mix or 0) == pytest.approx(whole.change, rel=1e-9, abs=1e-9)
            assert sum(e.weight or 0 for e in segments) == pytest.approx(1)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [row for month in (2, 3) for c in ("a", "b", None) for row in dated(month, *range(1, month + 3), channel=c)]
    found = []
    for seed in range(3):
        Random(seed).shuffle(rows)
        with store({"answers": rows}) as workspace:
            found.append(workspace.decompose("csat_mean", by=["channel"], **MARCH).to_records())
    assert found[0] == found[1] == found[2]
    assert {row["channel"] for row in found[0] if row["row"] == "segment"} == {"a", "b", None}


def test_a_segment_of_one_period_is_mix_and_says_so() -> None:
    effects = {e.by: e for e in csat({("mail", 2): (5, 10), ("chat", 2): (5, 10), ("mail", 3): (5, 10), (None, 3): (9, 10)})}
    assert (effects["chat",].state, effects[None,].state, effects["mail",].state) == ("vanished", "appeared", "")
    assert effects["chat",].rate == effects[None,].rate == 0.0
    assert effects["chat",].value is None


def test_scales_are_kept_apart() -> None:
    rows = [
        row for month in (2, 3) for scale in ("1-5", "1-7") for row in dated(month, 3, 4, month + 2, scale=scale, channel="a")
    ]
    with store({"answers": rows}) as workspace:
        found = workspace.decompose("csat_mean", by=["channel"], **MARCH)
    assert [(e.labels, e.segment) for e in found] == [((("scale", s),), part) for s in ("1-5", "1-7") for part in (False, True)]


def test_shares_of_choices_share_their_denominator() -> None:
    """In chat nobody chose help: its nought counts all the same."""
    rows = []
    for month, (buy, help_) in ((2, (3, 3)), (3, (1, 5))):
        for channel, choices in (("mail", ["buy"] * buy + ["help"] * help_), ("chat", ["buy"] * 4)):
            rows += [
                {"answer_id": f"{channel}{month}{i}", "instrument": "intent", "choice": c, "channel": channel,
                 "answered_at": datetime(2026, month, 9)} for i, c in enumerate(choices)
            ]  # fmt: skip
    with store({"answers": rows}) as workspace:
        found = workspace.decompose("visitor_intent", by=["channel"], **MARCH)
    for choice, change in (("buy", -0.2), ("help", 0.2)):
        whole, *segments = (e for e in found if e.labels == (("choice", choice),))
        assert whole.change == pytest.approx(change)
        assert {e.by[0]: e.rate for e in segments} == {"mail": pytest.approx(change), "chat": 0.0}


@pytest.mark.parametrize(
    ("metric", "options", "said"),
    [
        ("first_response_time_median", {"by": ["channel"]}, "no fraction and no sum"),
        ("csat", {"by": []}, "by what"),
        ("visitor_intent", {"by": ["choice"]}, "never put together over choice"),
        ("csat", {"by": ["channel"], "grain": "month"}, "two periods"),
    ],
)
def test_what_cannot_be_split_is_refused(metric: str, options: dict[str, Any], said: str) -> None:
    with store({"answers": dated(3, 5)}) as workspace, pytest.raises(BadQuestion, match=said):
        workspace.decompose(metric, **MARCH, **options)


def test_customers_in_several_segments_are_refused() -> None:
    orders = [
        {"order_id": f"{c}{m}", "customer_id": "a", "ordered_at": datetime(2026, m, 9), "status": "paid", "channel": c}
        for m in (2, 3) for c in ("web", "shop")
    ]  # fmt: skip
    with store({"orders": orders}) as workspace:
        with pytest.raises(BadQuestion, match="several segments at once"):
            workspace.decompose("repeat_purchase_rate", by=["channel"], **MARCH)
        assert workspace.decompose("repeat_purchase_rate", by=["country"], **MARCH).wholes[0].change == 0.0


def test_nothing_to_compare_with_is_no_value() -> None:
    whole = csat({("mail", 3): (5, 10)}).wholes[0]
    assert (whole.value, whole.previous, whole.change, whole.effect, whole.rate) == (0.5, None, None, None, None)
