"""Voice of the customer: metrics made of answers to surveys."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import ANSWERS
from helder.forms import Form, Mean, NetShare, Share
from helder.metrics.metric import VOICE, Example, Measure, Metric, Need, Param
from helder.metrics.unit import POINTS, SCORE, SHARE

_READS = ("instrument", "scale", "direction", "score")
_PROMOTERS_FROM = {"0-10": 9, "1-10": 9, "1-7": 7, "1-5": 5}
_DETRACTORS_TO = {"0-10": 6, "1-10": 6, "1-7": 5, "1-5": 3}
_SATISFIED_FROM = {"1-3": 3, "1-4": 3, "1-5": 4, "1-7": 6, "1-10": 8, "0-10": 8}
_EASY_FROM = {"1-7": 5, "1-5": 4}


def _by_scale(borders: dict[str, int]) -> Any:
    return ibis.cases(*((_.scale == scale, border) for scale, border in borders.items()), else_=ibis.null("int64"))


def _scored(instrument: str, form: Form, scales: dict[str, int] | None = None, *, pool: bool = False) -> Measure:
    """A form over the valid answers to an instrument; answers on other scales than its own are left out."""
    known = _.lowest.notnull() & _.highest.notnull() if scales is None else _.scale.isin(list(scales))
    return Measure(
        fact=ANSWERS,
        dated_by="answered_at",
        form=form,
        needs=(
            Need(_.instrument == instrument, f"not an answer to a question declared {instrument}"),
            Need(_.score.notnull(), "no score: blank or dismissed"),
            Need(known, f"a scale on which {instrument} is not defined" if scales else "no scale declared"),
            Need((_.score >= _.lowest) & (_.score <= _.highest), "score outside its scale"),
        ),
        apart=None if pool else "scale",
        reads=_READS,
    )


def _answers(instrument: str, scores: list[Any], scale: str, **more: Any) -> dict[str, list[dict[str, Any]]]:
    rows = [
        {"answer_id": str(i), "instrument": instrument, "scale": scale, "score": s, "answered_at": "2026-03-02T10:00:00", **more}
        for i, s in enumerate(scores)
    ]
    return {"answers": rows}


def _chosen(instrument: str, choices: list[str | None]) -> dict[str, list[dict[str, Any]]]:
    rows = [
        {"answer_id": str(i), "instrument": instrument, "choice": c, "answered_at": "2026-03-02T10:00:00"}
        for i, c in enumerate(choices)
    ]
    return {"answers": rows}


_PROMOTER = _.score >= _by_scale(_PROMOTERS_FROM)
_DETRACTOR = _.score <= _by_scale(_DETRACTORS_TO)
_BORDERS = "On 0-10 and 1-10 promoters give 9 or 10 and detractors 6 or less; on 1-7: 7, and 5 or less; on 1-5: 5, and 3 or less."
_POOL = Param("pool", "no", "Put the answers on all scales together", choices=("no", "yes"))
_TEN = [10, 9, 9, 10, 9, 8, 7, 8, 0, 6]

NPS = Metric(
    name="nps",
    family=VOICE,
    titles={"en": "Net Promoter Score", "nl": "Net Promoter Score", "da": "Net Promoter Score"},
    meaning="How much larger the share of promoters is than that of detractors",
    formula="100 x (promoters - detractors) / valid answers to a question declared nps. " + _BORDERS,
    measure=lambda p: _scored("nps", NetShare(plus=_PROMOTER, minus=_DETRACTOR), _PROMOTERS_FROM, pool=p.pool == "yes"),
    params=(_POOL,),
    unit=POINTS,
    better="higher",
    source="D0 D1 D2 D3 D4 (M01)",
    example=Example(
        _answers("nps", [*_TEN, None], "0-10"), 30.0, "5 promoters, 2 detractors, 10 valid answers: 100 x (5 - 2) / 10 = 30"
    ),
)


def _nps_share(name: str, titles: dict[str, str], meaning: str, hit: Any, gives: float, arithmetic: str, better: Any) -> Metric:
    return Metric(
        name=name,
        family=VOICE,
        titles=titles,
        meaning=meaning,
        formula=f"{name} / valid answers to a question declared nps. " + _BORDERS,
        measure=lambda p: _scored("nps", Share(hit), _PROMOTERS_FROM, pool=p.pool == "yes"),
        params=(_POOL,),
        unit=SHARE,
        better=better,
        source="D0 D1 D2 D3 D4 (M01)",
        example=Example(_answers("nps", [*_TEN, None], "0-10"), gives, arithmetic),
    )


PROMOTERS = _nps_share(
    "promoters", {"en": "Promoters", "nl": "Promotors", "da": "Ambassadører"}, "Share of answers that would recommend us warmly",
    _PROMOTER, 0.5, "5 of 10 valid answers are 9 or 10", "higher",
)  # fmt: skip
PASSIVES = _nps_share(
    "passives", {"en": "Passives", "nl": "Passief tevredenen", "da": "Passive"}, "Share of answers neither for nor against",
    ~_PROMOTER & ~_DETRACTOR, 0.3, "3 of 10 valid answers are 7 or 8", None,
)  # fmt: skip
DETRACTORS = _nps_share(
    "detractors", {"en": "Detractors", "nl": "Criticasters", "da": "Kritikere"}, "Share of answers that would not recommend us",
    _DETRACTOR, 0.2, "2 of 10 valid answers are 6 or less", "lower",
)  # fmt: skip


def _csat(p: Any) -> Measure:
    border = _by_scale(_SATISFIED_FROM) if p.positive_from == 0 else p.positive_from
    return _scored("csat", Share(_.score >= border), _SATISFIED_FROM)


CSAT = Metric(
    name="csat",
    family=VOICE,
    titles={"en": "Customer satisfaction", "nl": "Klanttevredenheid", "da": "Kundetilfredshed"},
    meaning="Share of answers that are positive",
    formula="positive answers / valid answers to a question declared csat. Positive by scale: 1-3: 3; 1-4: from 3; 1-5: from 4; "
    "1-7: from 6; 1-10 and 0-10: from 8; or as set [positive_from={positive_from}; 0 for these]",
    measure=_csat,
    unit=SHARE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M10)",
    params=(Param("positive_from", 0, "Lowest score that is positive; 0 for the scale's own"),),
    example=Example(_answers("csat", [5, 4, 3, None], "1-5"), 2 / 3, "2 of 3 valid answers are 4 or 5"),
)

CSAT_MEAN = Metric(
    name="csat_mean",
    family=VOICE,
    titles={"en": "Mean satisfaction", "nl": "Gemiddelde tevredenheid", "da": "Gennemsnitlig tilfredshed"},
    meaning="Mean score of satisfaction, on each scale by itself",
    formula="sum of scores / valid answers to a question declared csat, per scale",
    measure=_scored("csat", Mean(_.score)),
    unit=SCORE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M10)",
    example=Example(_answers("csat", [5, 4, 3, None], "1-5"), 4.0, "(5 + 4 + 3) / 3 = 4"),
)

CES = Metric(
    name="ces",
    family=VOICE,
    titles={"en": "Customer Effort Score", "nl": "Customer Effort Score", "da": "Customer Effort Score"},
    meaning="Share of answers that found it easy",
    formula="answers at 5 or higher on 1-7, or at 4 or higher on 1-5, / valid answers to a question declared ces; "
    "a question that asks for effort is reversed first",
    measure=_scored("ces", Share(_.ease >= _by_scale(_EASY_FROM)), _EASY_FROM),
    unit=SHARE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M07)",
    example=Example(_answers("ces", [7, 5, 4, 1, None], "1-7"), 0.5, "2 of 4 valid answers are 5 or higher"),
)

CES_MEAN = Metric(
    name="ces_mean",
    family=VOICE,
    titles={"en": "Mean ease", "nl": "Gemiddeld gemak", "da": "Gennemsnitlig lethed"},
    meaning="Mean score of ease, on each scale by itself",
    formula="sum of scores / valid answers to a question declared ces, per scale; "
    "a question that asks for effort is reversed first",
    measure=_scored("ces", Mean(_.ease)),
    unit=SCORE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M07)",
    example=Example(
        _answers("ces", [1, 2, 6, None], "1-7", direction="effort"),
        5.0,
        "efforts 1, 2 and 6 are eases 7, 6 and 2: (7 + 6 + 2) / 3 = 5",
    ),
)


def _choosing(instrument: str, form: Form, choices: tuple[str, ...] = (), spread: str | None = None) -> Measure:
    chosen = _.choice.strip() != "" if not choices else _.choice.lower().isin(choices)
    return Measure(
        fact=ANSWERS,
        dated_by="answered_at",
        form=form,
        needs=(
            Need(_.instrument == instrument, f"not an answer to a question declared {instrument}"),
            Need(chosen, "no choice made" if not choices else f"a choice other than {' or '.join(choices)}"),
        ),
        spread=spread,
        reads=(*_READS, "choice"),
    )


TASK_COMPLETION = Metric(
    name="task_completion",
    family=VOICE,
    titles={"en": "Task completion", "nl": "Taakvoltooiing", "da": "Opgaveløsning"},
    meaning="Share of visitors who could do what they came for",
    formula="yes / (yes + no), of answers to a question declared task",
    measure=_choosing("task", Share(_.choice.lower() == "yes"), ("yes", "no")),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M15)",
    example=Example(_chosen("task", ["yes", "yes", "no", None]), 2 / 3, "2 yes of 3 answers that are yes or no"),
)

VISITOR_INTENT = Metric(
    name="visitor_intent",
    family=VOICE,
    titles={"en": "Visitor intent", "nl": "Bezoekintentie", "da": "Besøgendes hensigt"},
    meaning="What visitors came for: the share of answers for each choice",
    formula="answers of a choice / valid answers to a question declared intent; the shares of all choices add up to one",
    measure=_choosing("intent", Share(ibis.literal(True)), spread="choice"),
    unit=SHARE,
    better=None,
    source="D0 D4 (M14)",
    example=Example(
        _chosen("intent", ["buy", "buy", "help", "look", None]), 0.5, "2 of 4 valid answers are buy", cell={"choice": "buy"}
    ),
)

METRICS = (NPS, PROMOTERS, PASSIVES, DETRACTORS, CSAT, CSAT_MEAN, CES, CES_MEAN, TASK_COMPLETION, VISITOR_INTENT)
