"""What has become of sales since the company undertook something."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts.initiatives import LATEST, since_initiative
from helder.forms import Form, Growth, Total
from helder.metrics.loyalty import SOLD, orders
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import MONEY, SHARE_OF_MONEY

_WHICH = Param(
    "initiative", LATEST, "The initiative's initiative_id; latest is the one that began last and has begun", names="initiative"
)
_SINCE = Need(_.side == "since", "before the initiative began")


def _sold(p: Any, form: Form, *needs: Need) -> Measure:
    return Measure(
        fact=since_initiative(p.initiative),
        dated_by="counted_on",
        form=form,
        needs=(
            Need(_.began_on.notnull(), "no initiative has begun"),
            Need(_.side.notnull(), "longer before the initiative began than the last order is after it"),
            *needs,
            SOLD,
            Need(_.net.notnull(), "no revenue recorded"),
        ),
        apart="currency",
    )


_TABLES: dict[str, list[dict[str, Any]]] = {
    "initiatives": [{"initiative_id": "chat", "name": "Chat", "started_on": "2026-03-01"}],
    "orders": orders(
        ("o1", "a", "2026-02-20T10:00:00", 500, "paid"),
        ("o2", "a", "2026-02-27T10:00:00", 60, "paid"),
        ("o3", "b", "2026-02-28T10:00:00", 40, "paid"),
        ("o4", "a", "2026-03-01T10:00:00", 90, "paid"),
        ("o5", "c", "2026-03-03T10:00:00", 60, "paid"),
        ("o6", "c", "2026-03-03T11:00:00", -30, "credit"),
    ),
}

SALES_SINCE = Metric(
    name="sales_since",
    family=LOYALTY,
    titles={"en": "Sales since an initiative", "nl": "Omzet sinds een initiatief", "da": "Salg siden et initiativ"},
    meaning="Net revenue since an initiative began",
    formula="sales of orders placed on the first day of the initiative [{initiative}] or later, per currency",
    measure=lambda p: _sold(p, Total(_.net), _SINCE),
    params=(_WHICH,),
    unit=MONEY,
    better="higher",
    source="D0 D4 (M02, S23)",
    example=Example(_TABLES, 120.0, "90 + 60 - 30 credited since 1 March, when chat began"),
)

SALES_SINCE_CHANGE = Metric(
    name="sales_since_change",
    family=LOYALTY,
    titles={
        "en": "Change of sales since an initiative",
        "nl": "Verandering van de omzet sinds een initiatief",
        "da": "Ændring i salget siden et initiativ",
    },
    meaning="How much more was sold since an initiative began than in the same length before; not what it brought about",
    formula="(sales since the initiative began [{initiative}] - sales in as many days before it) / sales in as many days before "
    "it, per currency; the days are those up to the last order, or up to the end of the period asked for; a day before it is "
    "dated by the day as far after it. What else changed meanwhile, the season for one, is in it",
    measure=lambda p: _sold(p, Growth(_.net, later=_.side == "since")),
    params=(_WHICH,),
    unit=SHARE_OF_MONEY,
    better="higher",
    source="D0 D4 (M02, S23)",
    example=Example(_TABLES, 0.2, "120 in the three days from 1 to 3 March, 60 + 40 = 100 in the three before: 20 more is 20 %"),
)

METRICS = (SALES_SINCE, SALES_SINCE_CHANGE)
