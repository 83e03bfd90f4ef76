"""Loyalty and value: metrics made of orders, subscriptions, customers and spend."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import FIRST_PURCHASES, ORDERS, PURCHASES, SIGN_UPS, SPEND, active_customers, spend_later
from helder.forms import Cohort, Count, DistinctShare, Form, Ratio, Total
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param, Quotient
from helder.metrics.unit import MONEY, NUMBER, SHARE

#: What is said of an order that is no purchase.
NOT_PAID = "not paid: pending, cancelled, a credit note, or no status"
SOLD = Need(_.status.isin(("paid", "credit")), "not paid: pending, cancelled, or no status")


def orders(*rows: tuple[str, str | None, str, float, str]) -> list[dict[str, Any]]:
    """Orders of an example: name, customer, moment, revenue in euros and status."""
    names = ("order_id", "customer_id", "ordered_at", "revenue", "status")
    return [{**dict(zip(names, row, strict=True)), "currency": "EUR"} for row in rows]


def _over_orders(form: Form, *needs: Need, apart: str | None) -> Measure:
    return Measure(fact=ORDERS, dated_by="ordered_at", form=form, needs=needs, apart=apart)


_FOUR = orders(
    ("o1", "a", "2026-03-02T10:00:00", 100, "paid"),
    ("o2", "b", "2026-03-03T10:00:00", 60, "paid"),
    ("o3", "a", "2026-03-04T10:00:00", -20, "credit"),
    ("o4", "c", "2026-03-05T10:00:00", 70, "cancelled"),
)
_RETURNED = [{"order_id": "o2", "line": 1, "quantity": 2, "revenue": 60, "returned_quantity": 1}]

SALES = Metric(
    name="sales",
    family=LOYALTY,
    titles={"en": "Sales", "nl": "Omzet", "da": "Salg"},
    meaning="Net revenue of what was sold, less what came back",
    formula="sum of revenue of paid orders and credit notes, less the revenue of returned quantities on "
    "their lines, per currency",
    measure=_over_orders(Total(_.net), SOLD, Need(_.net.notnull(), "no revenue recorded"), apart="currency"),
    unit=MONEY,
    better="higher",
    source="D0 D4 (M02)",
    example=Example(
        {"orders": _FOUR, "order_lines": _RETURNED}, 110.0, "100 + 60 - 20 credited - 30 for one of two returned = 110"
    ),
)

ORDER_COUNT = Metric(
    name="orders",
    family=LOYALTY,
    titles={"en": "Orders", "nl": "Bestellingen", "da": "Ordrer"},
    meaning="Number of paid orders",
    formula="number of orders with status paid",
    measure=_over_orders(Count(), Need(_.status == "paid", NOT_PAID), apart=None),
    unit=NUMBER,
    better="higher",
    source="D0 D4 (M02)",
    example=Example({"orders": _FOUR}, 2.0, "o1 and o2 are paid; o3 is a credit note and o4 cancelled"),
)

AVERAGE_ORDER_VALUE = Metric(
    name="average_order_value",
    family=LOYALTY,
    titles={"en": "Average order value", "nl": "Gemiddelde bestelwaarde", "da": "Gennemsnitlig ordreværdi"},
    meaning="What an order brings, returns taken off",
    formula="sales / orders, per currency",
    measure=_over_orders(
        Ratio(over=_.net, under=(_.status == "paid").cast("int64")),
        SOLD,
        Need(_.net.notnull(), "no revenue recorded"),
        apart="currency",
    ),
    unit=MONEY,
    better="higher",
    source="D0 D4 (M02, M35)",
    example=Example({"orders": _FOUR, "order_lines": _RETURNED}, 55.0, "sales of 110 over 2 paid orders"),
)

REPEAT_PURCHASE_RATE = Metric(
    name="repeat_purchase_rate",
    family=LOYALTY,
    titles={"en": "Repeat purchase rate", "nl": "Herhaalaankopen", "da": "Genkøbsrate"},
    meaning="Share of the period's buyers who had bought before, or bought twice in it",
    formula="customers with a paid order in the period that is at least their second / customers with a paid order in the period",
    measure=Measure(
        fact=PURCHASES,
        dated_by="ordered_at",
        form=DistinctShare(of=_.customer_id, hit=_.nth >= 2),
        needs=(
            Need(_.status == "paid", NOT_PAID),
            Need(_.customer_id.notnull(), "no customer known"),
        ),
    ),
    unit=SHARE,
    better="higher",
    source="D0 D4 (M03)",
    example=Example(
        {
            "orders": orders(
                ("o1", "a", "2026-02-10T10:00:00", 10, "paid"),
                ("o2", "a", "2026-03-02T10:00:00", 10, "paid"),
                ("o3", "b", "2026-03-03T10:00:00", 10, "paid"),
                ("o4", "c", "2026-03-04T10:00:00", 10, "paid"),
                ("o5", "c", "2026-03-05T10:00:00", 10, "paid"),
                ("o6", None, "2026-03-06T10:00:00", 10, "paid"),
            )
        },
        2 / 3,
        "of a, b and c, who bought in March, a had bought in February and c bought twice",
        {"since": "2026-03-01", "until": "2026-04-01"},
    ),
)

_ACTIVE = (
    Param("basis", "subscriptions", "What makes a customer active", choices=("subscriptions", "orders")),
    Param(
        "active_days", 90, "With basis=orders: days after a paid order during which a customer is active", unit="days", minimum=1
    ),
)


def _followed(kept: bool) -> Any:
    def measure(p: Any) -> Measure:
        fact = active_customers(p.basis, p.active_days)
        return Measure(fact=fact, dated_by="start", form=Cohort(enters=_.entered, leaves=~_.entered, kept=kept))

    return measure


_QUARTER = {"since": "2026-01-01", "until": "2026-04-01"}
_HUNDRED = [
    {
        "subscription_id": f"s{i}",
        "customer_id": f"c{i}",
        "started_at": "2025-06-01T00:00:00",
        "ended_at": "2026-02-15T00:00:00" if i < 25 else None,
    }
    for i in range(100)
]
_JOINED = [{"subscription_id": "n", "customer_id": "new", "started_at": "2026-02-01T00:00:00"}]
_STAYS = "active = with a subscription in force, or with a paid order within {active_days} days before [basis={basis}]"

RETENTION_RATE = Metric(
    name="retention_rate",
    family=LOYALTY,
    titles={"en": "Retention rate", "nl": "Klantbehoud", "da": "Fastholdelsesrate"},
    meaning="Share of the customers active at the start of the period who are still active at its end",
    formula="customers active at the period's start and at its end / customers active at its start; " + _STAYS,
    measure=_followed(kept=True),
    params=_ACTIVE,
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M05)",
    example=Example(
        {"subscriptions": _HUNDRED + _JOINED},
        0.75,
        "100 active at the start of the quarter, 75 of them at its end; who joins is in neither",
        _QUARTER,
    ),
)

CHURN_RATE = Metric(
    name="churn_rate",
    family=LOYALTY,
    titles={"en": "Churn rate", "nl": "Klantverloop", "da": "Kundeafgang"},
    meaning="Share of the customers active at the start of the period who are not active at its end",
    formula="customers active at the period's start and not at its end / customers active at its start; " + _STAYS,
    measure=_followed(kept=False),
    params=_ACTIVE,
    unit=SHARE,
    better="lower",
    source="D0 D1 D3 D4 (M11)",
    example=Example(
        {"subscriptions": _HUNDRED + _JOINED}, 0.25, "100 active at the start of the quarter, 25 of them gone: 25 %", _QUARTER
    ),
)


def _acquisition(p: Any) -> Quotient:
    fact = FIRST_PURCHASES if p.acquired == "first_order" else SIGN_UPS
    kinds = ("marketing", "cx", "data") if p.kinds == "all" else (p.kinds,)
    spend, counts_on = (spend_later(p.lag), "counts_on") if p.lag else (SPEND, "spent_on")
    return Quotient(
        numerator=Measure(
            fact=spend,
            dated_by=counts_on,
            form=Total(_.amount),
            needs=(
                Need(_.kind.isin(kinds), f"spend of a kind other than {', '.join(kinds)}"),
                Need(_.amount.notnull(), "no amount"),
            ),
            apart="currency",
        ),
        denominator=Measure(fact=fact, dated_by="acquired_at", form=Count()),
    )


CUSTOMER_ACQUISITION_COST = Metric(
    name="customer_acquisition_cost",
    family=LOYALTY,
    titles={"en": "Customer acquisition cost", "nl": "Acquisitiekosten per klant", "da": "Pris pr. ny kunde"},
    meaning="What it costs to win a customer",
    formula="spend in the period [kinds={kinds}] / customers whose first paid order, or sign-up, falls in it "
    "[acquired={acquired}], per currency; spend counts {lag} days after it was made; a channel is that of the spend, and "
    "that which brought the customer",
    measure=_acquisition,
    params=(
        Param("acquired", "first_order", "What makes a customer won", choices=("first_order", "sign_up")),
        Param("kinds", "all", "Spend that counts", choices=("all", "marketing", "cx", "data")),
        Param(
            "lag",
            0,
            "Days that spend takes to bring customers: that of so long before the period is set against it",
            unit="days",
            maximum=36_500,
            whole=True,
        ),
    ),
    unit=MONEY,
    better="lower",
    source="D0 D4 (M08)",
    example=Example(
        {
            "spend": [
                {"spend_id": str(i), "spent_on": "2026-03-02", "kind": kind, "amount": amount, "currency": "EUR"}
                for i, (kind, amount) in enumerate([("marketing", 100), ("cx", 30), ("data", 20)])
            ],
            "orders": orders(
                ("o0", "old", "2026-02-02T10:00:00", 10, "paid"),
                ("o1", "old", "2026-03-02T10:00:00", 10, "paid"),
                ("o2", "a", "2026-03-03T10:00:00", 10, "paid"),
                ("o3", "b", "2026-03-04T10:00:00", 10, "paid"),
            ),
        },
        75.0,
        "spend of 150 over 2 customers who bought for the first time in March",
        {"since": "2026-03-01", "until": "2026-04-01"},
    ),
)

METRICS = (
    SALES, ORDER_COUNT, AVERAGE_ORDER_VALUE, REPEAT_PURCHASE_RATE, RETENTION_RATE, CHURN_RATE, CUSTOMER_ACQUISITION_COST
)  # fmt: skip
