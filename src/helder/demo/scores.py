"""How feelings become scores: first the kind of answer, by log odds, then the score of that kind."""

from __future__ import annotations

import numpy as np

from helder.demo.arrays import Bools, Floats, Ints, Times, choose, choose_each, happens, logistic
from helder.demo.truth import Ledger

PROMOTER, PASSIVE, DETRACTOR = range(3)
#: A promoter feels better than the first of these, a detractor worse than the second; the noise is logistic.
PROMOTERS_ABOVE, DETRACTORS_BELOW = 0.0, -1.25
#: Satisfaction with work from which an employee is content.
CONTENT_FROM = 7
#: Share of answers without a score: closed again, or only a comment.
BLANK = 0.04
_NPS = {
    "0-10": ((0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 11), (0, 0, 0, 0, 0, 0, 0, 9, 11, 0, 0), (5, 3, 5, 9, 13, 28, 37, 0, 0, 0, 0)),
    "1-10": ((0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 11), (0, 0, 0, 0, 0, 0, 0, 9, 11, 0, 0), (0, 8, 5, 9, 13, 28, 37, 0, 0, 0, 0)),
}
_CSAT = {
    "1-5": ((0, 30, 25, 45, 0, 0), (0, 0, 0, 0, 40, 60)),
    "1-7": ((0, 12, 10, 15, 28, 35, 0, 0), (0, 0, 0, 0, 0, 0, 50, 50)),
}
_CES = ((0, 15, 20, 25, 40, 0, 0, 0), (0, 0, 0, 0, 0, 25, 40, 35))


def _blanked(rng: np.random.Generator, score: Ints) -> Floats:
    return np.where(happens(rng, BLANK, len(score)), np.nan, score.astype(np.float64))


def nps(
    rng: np.random.Generator, ledger: Ledger, feeling: Floats, at: Times, scale: str = "0-10", of: str = ""
) -> tuple[Floats, Ints]:
    """Scores on a scale, NaN for none, and of which kind each answer is. of: whose they are, where not customers'."""
    felt = feeling + rng.logistic(size=len(feeling))
    kind = np.select([felt > PROMOTERS_ABOVE, felt < DETRACTORS_BELOW], [PROMOTER, DETRACTOR], PASSIVE).astype(np.int64)
    score = _blanked(rng, choose_each(rng, _NPS[scale], kind))
    valid = ~np.isnan(score)
    for number, name in enumerate(("promoters", "passives", "detractors")):
        ledger.count(f"{name} {of or scale}", at, valid & (kind == number))
    ledger.count(f"valid nps {of or scale}", at, valid)
    return score, kind


def csat(rng: np.random.Generator, ledger: Ledger, feeling: Floats, at: Times, scale: str = "1-5") -> tuple[Floats, Bools]:
    """Scores on a scale, NaN for none, and whether each answer is positive."""
    good = happens(rng, logistic(feeling), len(feeling))
    score = _blanked(rng, choose_each(rng, _CSAT[scale], good.astype(np.int64)))
    valid = ~np.isnan(score)
    ledger.count(f"positive csat {scale}", at, valid & good)
    ledger.count(f"valid csat {scale}", at, valid)
    ledger.total(f"sum csat {scale}", at, np.nan_to_num(score).astype(np.int64), valid)
    return score, good


def ces(rng: np.random.Generator, ledger: Ledger, feeling: Floats, at: Times) -> tuple[Floats, Bools]:
    """Ease from 1 to 7, NaN for none, and whether it was easy."""
    easy = happens(rng, logistic(feeling), len(feeling))
    score = _blanked(rng, choose_each(rng, _CES, easy.astype(np.int64)))
    valid = ~np.isnan(score)
    ledger.count("easy ces", at, valid & easy)
    ledger.count("very easy ces", at, valid & (score >= 6))
    ledger.count("hard ces", at, valid & (score <= 3))
    ledger.count("valid ces", at, valid)
    ledger.total("sum ces", at, np.nan_to_num(score).astype(np.int64), valid)
    return score, easy


def of_staff(rng: np.random.Generator, ledger: Ledger, feeling: Floats, at: Times) -> Ints:
    """Satisfaction of employees from 1 to 10; those at 7 or more are content."""
    score = np.asarray(np.clip(np.round(7.2 + 1.3 * feeling + rng.normal(0, 0.9, len(feeling))), 1, 10), dtype=np.int64)
    ledger.count("valid employee", at)
    ledger.total("sum employee", at, score)
    ledger.count("content employees", at, score >= CONTENT_FROM)
    return score


def intents(rng: np.random.Generator, size: int) -> Ints:
    """What visitors came for."""
    return choose(rng, (0.34, 0.24, 0.17, 0.15, 0.10), size)
