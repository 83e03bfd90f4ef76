"""How customers buy: how much, how often, how regularly, and whether they come back."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import ORDERS, PURCHASE_HABITS, PURCHASE_INTERVALS, PURCHASES, cohorts
from helder.forms import PerDistinct, Quantile, Share
from helder.metrics.loyalty import NOT_PAID, SOLD, orders
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import MONEY, PER, SECONDS, SHARE

_DAY = 86_400
_ONE = (_.status == "paid").cast("int64")
_PAID = Need(_.status == "paid", NOT_PAID)
_KNOWN = Need(_.customer_id.notnull(), "no customer known")
_MARCH = {"since": "2026-03-01", "until": "2026-04-01"}

AVERAGE_SPEND = Metric(
    name="average_spend",
    family=LOYALTY,
    titles={"en": "Average spend per customer", "nl": "Gemiddelde besteding per klant", "da": "Gennemsnitligt forbrug pr. kunde"},
    meaning="What a customer who buys spends in the period, returns taken off",
    formula="net revenue of paid orders and credit notes of known customers / customers with a paid order, per currency",
    measure=Measure(
        fact=ORDERS,
        dated_by="ordered_at",
        form=PerDistinct(over=_.net, of=_.customer_id, hit=_.status == "paid"),
        needs=(SOLD, _KNOWN, Need(_.net.notnull(), "no revenue recorded")),
        apart="currency",
    ),
    unit=MONEY,
    better="higher",
    source="D0 D2 D4 (M02, M35)",
    example=Example(
        {
            "orders": orders(
                ("o1", "a", "2026-03-02T10:00:00", 100, "paid"),
                ("o2", "a", "2026-03-04T10:00:00", -20, "credit"),
                ("o3", "b", "2026-03-03T10:00:00", 40, "paid"),
                ("o4", None, "2026-03-05T10:00:00", 70, "paid"),
            )
        },
        60.0,
        "a spent 100 - 20 and b 40: 120 over 2 customers; who spent 70 is not known",
    ),
)

_FOUR = orders(
    ("o1", "a", "2026-03-02T10:00:00", 10, "paid"),
    ("o2", "a", "2026-03-12T10:00:00", 10, "paid"),
    ("o3", "a", "2026-03-26T10:00:00", 10, "paid"),
    ("o4", "b", "2026-03-03T10:00:00", 10, "paid"),
    ("o5", "b", "2026-03-04T10:00:00", 10, "cancelled"),
)

PURCHASE_FREQUENCY = Metric(
    name="purchase_frequency",
    family=LOYALTY,
    titles={"en": "Purchase frequency", "nl": "Aankoopfrequentie", "da": "Købsfrekvens"},
    meaning="How many times a customer who buys does so in the period",
    formula="paid orders of known customers / customers with a paid order",
    measure=Measure(
        fact=PURCHASES,
        dated_by="ordered_at",
        form=PerDistinct(over=_ONE, of=_.customer_id, hit=_.status == "paid"),
        needs=(_PAID, _KNOWN),
    ),
    unit=PER,
    better="higher",
    source="D0 D4 (M03)",
    example=Example({"orders": _FOUR}, 2.0, "4 paid orders, 3 of a and 1 of b, over 2 customers"),
)

_NOT_FIRST = Need(_.interval.notnull(), "the customer's first paid order: none before it")

PURCHASE_INTERVAL = Metric(
    name="purchase_interval",
    family=LOYALTY,
    titles={"en": "Time between purchases", "nl": "Tijd tussen aankopen", "da": "Tid mellem køb"},
    meaning="How long it takes customers to buy again: half take longer",
    formula="median time from one paid order of a customer to the next, dated by the later of the two",
    measure=Measure(
        fact=PURCHASE_INTERVALS,
        dated_by="ordered_at",
        form=Quantile(_.interval_seconds, 0.5),
        needs=(_PAID, _KNOWN, _NOT_FIRST),
    ),
    unit=SECONDS,
    better="lower",
    source="D0 D4 (M03)",
    example=Example({"orders": _FOUR}, 12.0 * _DAY, "a bought again after 10 and after 14 days: 12; b did not"),
)


def _regularity(p: Any) -> Measure:
    # Half the median is a quarter of twice the median: all in whole microseconds, so that a border is met exactly.
    usual = (_.interval * 4 >= _.twice_usual) & (_.interval <= _.twice_usual)
    return Measure(
        fact=PURCHASE_HABITS,
        dated_by="ordered_at",
        form=Share(usual),
        needs=(_PAID, _KNOWN, _NOT_FIRST, Need(_.intervals >= p.least, f"of a customer with fewer than {p.least:g} intervals")),
    )


PURCHASE_REGULARITY = Metric(
    name="purchase_regularity",
    family=LOYALTY,
    titles={"en": "Purchase regularity", "nl": "Regelmaat van aankopen", "da": "Købsregelmæssighed"},
    meaning="Share of the times between purchases that are usual for their customer",
    formula="times between consecutive paid orders of a customer that are from half to double the customer's own median / all "
    "such times, of customers who have at least {least}; dated by the later order; the median is of all the customer's times "
    "there are, also those outside the period",
    measure=_regularity,
    params=(Param("least", 1, "How many times between purchases a customer must have; the only one is always usual", minimum=1),),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M03)",
    example=Example(
        {
            "orders": orders(
                ("o1", "a", "2026-01-01T10:00:00", 10, "paid"),
                ("o2", "a", "2026-01-11T10:00:00", 10, "paid"),
                ("o3", "a", "2026-01-31T10:00:00", 10, "paid"),
                ("o4", "a", "2026-03-12T10:00:00", 10, "paid"),
                ("o5", "b", "2026-03-12T10:00:00", 10, "paid"),
                ("o6", "a", "2026-03-16T10:00:00", 10, "paid"),
            )
        },
        0.5,
        "a's times are 10, 20, 40 and 4 days, their median 15: from 7.5 to 30 are 10 and 20, 2 of 4",
    ),
)

SECOND_PURCHASE_RATE = Metric(
    name="second_purchase_rate",
    family=LOYALTY,
    titles={"en": "Second purchase rate", "nl": "Tweede aankoop", "da": "Andet køb"},
    meaning="Share of new customers who come back for a second purchase",
    formula="customers with a second paid order at most {window} days after their first / customers with a first paid order, "
    "dated by the first",
    measure=lambda p: Measure(
        fact=PURCHASE_INTERVALS,
        dated_by="ordered_at",
        form=Share((_.until_next <= p.window * _DAY * 1_000_000).fill_null(False)),
        needs=(_PAID, _KNOWN, Need(_.nth == 1, "not the customer's first paid order")),
    ),
    params=(Param("window", 365, "Days after the first order within which the second counts", unit="days", maximum=36_500),),
    maturity=lambda p: p.window * _DAY,
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M05)",
    example=Example(
        {
            "orders": orders(
                ("o1", "a", "2026-03-02T10:00:00", 10, "paid"),
                ("o2", "b", "2026-03-03T10:00:00", 10, "paid"),
                ("o3", "a", "2026-04-04T10:00:00", 10, "paid"),
                ("o4", "b", "2027-03-04T10:00:00", 10, "paid"),
                ("o5", "b", "2026-06-04T10:00:00", 10, "cancelled"),
            )
        },
        0.5,
        "of a and b, who first bought in March, a came back within 365 days; b after 366",
        _MARCH,
    ),
)

COHORT_RETENTION = Metric(
    name="cohort_retention",
    family=LOYALTY,
    titles={"en": "Cohort retention", "nl": "Klantbehoud per cohort", "da": "Fastholdelse pr. kohorte"},
    meaning="Share of the customers who first bought together who buy in each month after",
    formula="customers with a paid order in a calendar month / customers whose first paid order was so many months before it "
    "(months_since, 0 to {months}), dated by the first order; a month counts once an order of a later month is there, as it "
    "is over then; ask by month of the first order for the matrix",
    measure=lambda p: Measure(
        fact=cohorts(p.months),
        dated_by="first_ordered_at",
        form=Share(_.bought),
        needs=(Need(_.over, "a month that is not over, as far as the orders tell"),),
        apart="months_since",
    ),
    params=(Param("months", 12, "How many months after the first are followed", unit="months", maximum=120, whole=True),),
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M05)",
    example=Example(
        {
            "orders": orders(
                ("o1", "a", "2026-01-05T10:00:00", 10, "paid"),
                ("o2", "b", "2026-01-25T10:00:00", 10, "paid"),
                ("o3", "b", "2026-02-02T10:00:00", 10, "paid"),
                ("o4", "a", "2026-03-04T10:00:00", 10, "paid"),
                ("o5", "c", "2026-03-20T10:00:00", 10, "paid"),
            )
        },
        0.5,
        "a and b first bought in January; 1 of 2 bought in February, the month after. March is not over: no later order is there",
        {"grain": "month", "since": "2026-01-01", "until": "2026-02-01"},
        {"months_since": 1},
    ),
)

METRICS = (
    AVERAGE_SPEND, PURCHASE_FREQUENCY, PURCHASE_INTERVAL, PURCHASE_REGULARITY, SECOND_PURCHASE_RATE, COHORT_RETENTION
)  # fmt: skip
