"""Voice of the customer: metrics made of answers to surveys."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import ANSWERS
from helder.forms import Share
from helder.metrics import scores
from helder.metrics.metric import VOICE, Example, Measure, Metric, Need, Param
from helder.metrics.scores import DETRACTOR, POOL, PROMOTER, WEIGHTED, answers
from helder.metrics.unit import POINTS, SCORE, SHARE

_BORDERS = (
    "On 0-10 and 1-10 promoters give 9 or 10 and detractors 6 or less; on 1-7: 7, and 5 or less; on 1-5: 5, and 3 or less; "
    "on a scale in words by the place of the word. Employees' answers are not in it [pool={pool}, weighted={weighted}]"
)
_TEN = [10, 9, 9, 10, 9, 8, 7, 8, 0, 6]


def _recommending(p: Any, form: Any) -> Measure:
    return scores.scored(p, "nps", form, scores.PROMOTERS_FROM, needs=(scores.NOT_BY_EMPLOYEES,), pool=p.pool == "yes")


NPS = Metric(
    name="nps",
    family=VOICE,
    titles={"en": "Net Promoter Score", "nl": "Net Promoter Score", "da": "Net Promoter Score"},
    meaning="How much larger the share of promoters is than that of detractors",
    formula="100 x (promoters - detractors) / valid answers to a question declared nps. " + _BORDERS,
    measure=lambda p: _recommending(p, scores.net_share(p, PROMOTER, DETRACTOR)),
    params=(POOL, WEIGHTED),
    unit=POINTS,
    better="higher",
    source="D0 D1 D2 D3 D4 (M01)",
    example=Example(
        answers("nps", [*_TEN, None], "0-10"), 30.0, "5 promoters, 2 detractors, 10 valid answers: 100 x (5 - 2) / 10 = 30"
    ),
)


def _nps_share(name: str, titles: dict[str, str], meaning: str, hit: Any, gives: float, arithmetic: str, better: Any) -> Metric:
    return Metric(
        name=name,
        family=VOICE,
        titles=titles,
        meaning=meaning,
        formula=f"{name} / valid answers to a question declared nps. " + _BORDERS,
        measure=lambda p: _recommending(p, scores.share(p, hit)),
        params=(POOL, WEIGHTED),
        unit=SHARE,
        better=better,
        source="D0 D1 D2 D3 D4 (M01)",
        example=Example(answers("nps", [*_TEN, None], "0-10"), gives, arithmetic),
    )


PROMOTERS = _nps_share(
    "promoters", {"en": "Promoters", "nl": "Promotors", "da": "Ambassadører"}, "Share of answers that would recommend us warmly",
    PROMOTER, 0.5, "5 of 10 valid answers are 9 or 10", "higher",
)  # fmt: skip
PASSIVES = _nps_share(
    "passives", {"en": "Passives", "nl": "Passief tevredenen", "da": "Passive"}, "Share of answers neither for nor against",
    ~PROMOTER & ~DETRACTOR, 0.3, "3 of 10 valid answers are 7 or 8", None,
)  # fmt: skip
DETRACTORS = _nps_share(
    "detractors", {"en": "Detractors", "nl": "Criticasters", "da": "Kritikere"}, "Share of answers that would not recommend us",
    DETRACTOR, 0.2, "2 of 10 valid answers are 6 or less", "lower",
)  # fmt: skip


def _csat(p: Any) -> Measure:
    border = scores.by_scale(scores.SATISFIED_FROM) if p.positive_from == 0 else p.positive_from
    return scores.scored(p, "csat", scores.share(p, _.score >= border), scores.SATISFIED_FROM)


CSAT = Metric(
    name="csat",
    family=VOICE,
    titles={"en": "Customer satisfaction", "nl": "Klanttevredenheid", "da": "Kundetilfredshed"},
    meaning="Share of answers that are positive",
    formula="positive answers / valid answers to a question declared csat. Positive by scale: 1-3: 3; 1-4: from 3; 1-5: from 4; "
    "1-7: from 6; 1-10 and 0-10: from 8; or as set [positive_from={positive_from}; 0 for these, weighted={weighted}]",
    measure=_csat,
    unit=SHARE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M10)",
    params=(Param("positive_from", 0, "Lowest score that is positive; 0 for the scale's own"), WEIGHTED),
    example=Example(answers("csat", [5, 4, 3, None], "1-5"), 2 / 3, "2 of 3 valid answers are 4 or 5"),
)

CSAT_MEAN = Metric(
    name="csat_mean",
    family=VOICE,
    titles={"en": "Mean satisfaction", "nl": "Gemiddelde tevredenheid", "da": "Gennemsnitlig tilfredshed"},
    meaning="Mean score of satisfaction, on each scale by itself",
    formula="sum of scores / valid answers to a question declared csat, per scale [weighted={weighted}]",
    measure=lambda p: scores.scored(p, "csat", scores.mean(p, _.score)),
    params=(WEIGHTED,),
    unit=SCORE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M10)",
    example=Example(answers("csat", [5, 4, 3, None], "1-5"), 4.0, "(5 + 4 + 3) / 3 = 4"),
)

CES = Metric(
    name="ces",
    family=VOICE,
    titles={"en": "Customer Effort Score", "nl": "Customer Effort Score", "da": "Customer Effort Score"},
    meaning="Share of answers that found it easy",
    formula="answers at 5 or higher on 1-7, or at 4 or higher on 1-5, / valid answers to a question declared ces; "
    "a question that asks for effort is reversed first [weighted={weighted}]",
    measure=lambda p: scores.scored(p, "ces", scores.share(p, _.ease >= scores.by_scale(scores.EASY_FROM)), scores.EASY_FROM),
    params=(WEIGHTED,),
    unit=SHARE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M07)",
    example=Example(answers("ces", [7, 5, 4, 1, None], "1-7"), 0.5, "2 of 4 valid answers are 5 or higher"),
)

CES_MEAN = Metric(
    name="ces_mean",
    family=VOICE,
    titles={"en": "Mean ease", "nl": "Gemiddeld gemak", "da": "Gennemsnitlig lethed"},
    meaning="Mean score of ease, on each scale by itself",
    formula="sum of scores / valid answers to a question declared ces, per scale; "
    "a question that asks for effort is reversed first [weighted={weighted}]",
    measure=lambda p: scores.scored(p, "ces", scores.mean(p, _.ease)),
    params=(WEIGHTED,),
    unit=SCORE,
    better="higher",
    source="D0 D1 D2 D3 D4 (M07)",
    example=Example(
        answers("ces", [1, 2, 6, None], "1-7", direction="effort"),
        5.0,
        "efforts 1, 2 and 6 are eases 7, 6 and 2: (7 + 6 + 2) / 3 = 5",
    ),
)


CES_NET = Metric(
    name="ces_net",
    family=VOICE,
    titles={"en": "Net ease", "nl": "Netto gemak", "da": "Nettolethed"},
    meaning="How much larger the share that found it easy is than the share that found it hard",
    formula="100 x (answers of 6 or 7 - answers of 1 to 3) / valid answers on 1-7 to a question declared ces; "
    "a question that asks for effort is reversed first [weighted={weighted}]",
    measure=lambda p: scores.scored(p, "ces", scores.net_share(p, _.ease >= 6, _.ease <= 3), {"1-7": 6}),
    params=(WEIGHTED,),
    unit=POINTS,
    better="higher",
    source="D0 D1 D2 D3 D4 (M07)",
    example=Example(
        answers("ces", [7, 6, 6, 5, 2, None], "1-7"), 40.0, "3 of 5 valid answers are 6 or 7, 1 is 3 or less: 100 x (3 - 1) / 5"
    ),
)

TASK_COMPLETION = Metric(
    name="task_completion",
    family=VOICE,
    titles={"en": "Task completion", "nl": "Taakvoltooiing", "da": "Opgaveløsning"},
    meaning="Share of visitors who could do what they came for",
    formula="yes / (yes + no), of answers to a question declared task [weighted={weighted}]",
    measure=lambda p: scores.chosen(p, "task", _.choice.lower() == "yes", ("yes", "no")),
    params=(WEIGHTED,),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M15)",
    example=Example(answers("task", ["yes", "yes", "no", None], None), 2 / 3, "2 yes of 3 answers that are yes or no"),
)

VISITOR_INTENT = Metric(
    name="visitor_intent",
    family=VOICE,
    titles={"en": "Visitor intent", "nl": "Bezoekintentie", "da": "Besøgendes hensigt"},
    meaning="What visitors came for: the share of answers for each choice",
    formula="answers of a choice / valid answers to a question declared intent; the shares of all choices add up to one",
    measure=Measure(
        fact=ANSWERS,
        dated_by="answered_at",
        form=Share(ibis.literal(True)),
        needs=(
            Need(_.instrument == "intent", "not an answer to a question declared intent"),
            Need(_.choice.fill_null("").strip() != "", "no choice made"),
        ),
        spread="choice",
        reads=scores.CHOICES,
    ),
    unit=SHARE,
    better=None,
    source="D0 D4 (M14)",
    example=Example(
        answers("intent", ["buy", "buy", "help", "look", None], None), 0.5, "2 of 4 valid answers are buy", cell={"choice": "buy"}
    ),
)

METRICS = (NPS, PROMOTERS, PASSIVES, DETRACTORS, CSAT, CSAT_MEAN, CES, CES_MEAN, CES_NET, TASK_COMPLETION, VISITOR_INTENT)
