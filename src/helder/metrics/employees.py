"""Employees: what those who work here say of it. Small groups of them are hidden."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.metrics import scores
from helder.metrics.metric import VOICE, Example, Metric
from helder.metrics.scores import DETRACTOR, POOL, PROMOTER, WEIGHTED, answers
from helder.metrics.unit import POINTS, SCORE, SHARE

EMPLOYEE_SATISFACTION = Metric(
    name="employee_satisfaction",
    family=VOICE,
    titles={"en": "Employee satisfaction", "nl": "Medewerkerstevredenheid", "da": "Medarbejdertilfredshed"},
    meaning="Mean score of employees' satisfaction, on each scale by itself",
    formula="sum of scores / valid answers to a question declared employee, per scale; 1-10 where none is named "
    "[weighted={weighted}]",
    measure=lambda p: scores.scored(p, "employee", scores.mean(p, _.score)),
    params=(WEIGHTED,),
    unit=SCORE,
    better="higher",
    source="D0 D4 (M06)",
    about_employees=True,
    example=Example(
        answers("employee", [8, 7, 9, 6, 5, None], "1-10", respondent="employee"),
        7.0,
        "(8 + 7 + 9 + 6 + 5) / 5 = 7; one is blank",
    ),
)

CONTENT_EMPLOYEES = Metric(
    name="content_employees",
    family=VOICE,
    titles={"en": "Content employees", "nl": "Tevreden medewerkers", "da": "Tilfredse medarbejdere"},
    meaning="Share of employees who say they are content",
    formula="yes / (yes + no), of answers to a question declared employee that is answered by yes or no [weighted={weighted}]",
    measure=lambda p: scores.chosen(p, "employee", _.choice.lower() == "yes", ("yes", "no")),
    params=(WEIGHTED,),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M06)",
    about_employees=True,
    example=Example(
        answers("employee", ["yes", "yes", "no", "yes", "yes", None], None, respondent="employee"),
        0.8,
        "4 yes of 5 answers that are yes or no",
    ),
)


def _recommending(p: Any) -> Any:
    form = scores.net_share(p, PROMOTER, DETRACTOR)
    return scores.scored(p, "nps", form, scores.PROMOTERS_FROM, needs=(scores.BY_EMPLOYEES,), pool=p.pool == "yes")


ENPS = Metric(
    name="enps",
    family=VOICE,
    titles={"en": "Employee Net Promoter Score", "nl": "eNPS", "da": "eNPS"},
    meaning="How much larger the share of employees who would recommend working here is than of those who would not",
    formula="100 x (promoters - detractors) / valid answers to a question declared nps whose respondent is an employee; "
    "promoters and detractors as for nps [pool={pool}, weighted={weighted}]",
    measure=_recommending,
    params=(POOL, WEIGHTED),
    unit=POINTS,
    better="higher",
    source="D0 D4 (M06)",
    about_employees=True,
    example=Example(
        {
            "answers": [
                *answers("nps", [10, 9, 8, 7, 3, None], "0-10", respondent="employee")["answers"],
                {**answers("nps", [0], "0-10", respondent="customer")["answers"][0], "answer_id": "customer"},
            ]
        },
        20.0,
        "2 promoters, 1 detractor, 5 valid answers of employees: 100 x (2 - 1) / 5 = 20; the customer's 0 is for nps",
    ),
)

METRICS = (EMPLOYEE_SATISFACTION, CONTENT_EMPLOYEES, ENPS)
