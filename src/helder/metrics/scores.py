"""How scores are counted: which answers are valid, from where they are for or against, and for how many people each stands."""

from __future__ import annotations

from typing import Any

import ibis
from ibis import _

from helder.facts import ANSWERS
from helder.forms import Form, Mean, NetShare, Ratio, Share, WeightedNetShare, WeightedShare
from helder.metrics.metric import Measure, Need, Param

PROMOTERS_FROM = {"0-10": 9, "1-10": 9, "1-7": 7, "1-5": 5}
DETRACTORS_TO = {"0-10": 6, "1-10": 6, "1-7": 5, "1-5": 3}
SATISFIED_FROM = {"1-3": 3, "1-4": 3, "1-5": 4, "1-7": 6, "1-10": 8, "0-10": 8}
EASY_FROM = {"1-7": 5, "1-5": 4}

POOL = Param("pool", "no", "Put the answers on all scales together", choices=("no", "yes"))
WEIGHTED = Param("weighted", "no", "Let each answer count for as many people as its weight says", choices=("no", "yes"))

#: Columns that metrics of scores depend on, and metrics of choices.
_SCORES = ("instrument", "scale", "direction", "score", "word", "said_by_employee")
CHOICES = ("instrument", "choice")

NOT_BY_EMPLOYEES = Need(~_.said_by_employee, "an employee's answer: for enps")
BY_EMPLOYEES = Need(_.said_by_employee, "not an employee's answer: for nps")
_WEIGHED = (
    Need(_.weight.notnull(), "no weight: it is not known for how many people it stands"),
    Need(_.weight > 0, "a weight of 0: it stands for nobody"),
)


def by_scale(borders: dict[str, int]) -> Any:
    """The border on the answer's scale; those of scales in words are those of their places."""
    return ibis.cases(*((_.steps == scale, border) for scale, border in borders.items()), else_=ibis.null("int64"))


PROMOTER = _.score >= by_scale(PROMOTERS_FROM)
DETRACTOR = _.score <= by_scale(DETRACTORS_TO)


def share(p: Any, hit: Any) -> Form:
    """The share of answers that hit, weighted where that is asked for."""
    return WeightedShare(hit, _.weight) if _weighted(p) else Share(hit)


def net_share(p: Any, plus: Any, minus: Any) -> Form:
    """The share of answers for, less that against, weighted where that is asked for."""
    return WeightedNetShare(plus, minus, _.weight) if _weighted(p) else NetShare(plus, minus)


def mean(p: Any, score: Any) -> Form:
    """The mean of a score, weighted where that is asked for."""
    return Ratio(over=score * _.weight, under=_.weight) if _weighted(p) else Mean(score)


def _weighted(p: Any) -> bool:
    return bool(p.weighted == "yes")


def scored(
    p: Any, instrument: str, form: Form, scales: dict[str, int] | None = None, *, needs: tuple[Need, ...] = (), pool: bool = False
) -> Measure:
    """A form over the valid answers to an instrument; answers on other scales than its own are left out.

    needs: what an answer must be beside that.
    """
    known = _.lowest.notnull() & _.highest.notnull() if scales is None else _.steps.isin(list(scales))
    return Measure(
        fact=ANSWERS,
        dated_by="answered_at",
        form=form,
        needs=(
            Need(_.instrument == instrument, f"not an answer to a question declared {instrument}"),
            *needs,
            Need(~_.unplaced, "a word that is not one of its scale's"),
            Need(_.score.notnull(), "no score: blank or dismissed"),
            Need(known, f"a scale on which {instrument} is not defined" if scales else "no scale declared"),
            Need((_.score >= _.lowest) & (_.score <= _.highest), "score outside its scale"),
            *(_WEIGHED if _weighted(p) else ()),
        ),
        apart=None if pool else "scale",
        reads=(*_SCORES, "weight") if _weighted(p) else _SCORES,
    )


def chosen(p: Any, instrument: str, hit: Any, choices: tuple[str, ...]) -> Measure:
    """The share of answers that hit, of those to an instrument that are one of some choices."""
    return Measure(
        fact=ANSWERS,
        dated_by="answered_at",
        form=share(p, hit),
        needs=(
            Need(_.instrument == instrument, f"not an answer to a question declared {instrument}"),
            Need(_.choice.fill_null("").strip() != "", "no choice made"),
            Need(_.choice.lower().isin(choices), f"a choice other than {' or '.join(choices)}"),
            *(_WEIGHED if _weighted(p) else ()),
        ),
        reads=(*CHOICES, "weight") if _weighted(p) else CHOICES,
    )


def answers(instrument: str, scores: list[Any], scale: str | None, **more: Any) -> dict[str, list[dict[str, Any]]]:
    """Rows of an example: answers with these scores; words are choices."""
    return {
        "answers": [
            {"answer_id": str(i), "instrument": instrument, "answered_at": "2026-03-02T10:00:00", **_given(score, scale), **more}
            for i, score in enumerate(scores)
        ]
    }


def _given(score: Any, scale: str | None) -> dict[str, Any]:
    given = {"score": None if isinstance(score, str) else score, "choice": score if isinstance(score, str) else None}
    return given if scale is None else {"scale": scale, **given}
