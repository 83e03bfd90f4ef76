"""Customers who bring others, and customers who were brought."""

from __future__ import annotations

from typing import Any

from ibis import _

from helder.facts import REFERRALS, REFERRED_PURCHASES
from helder.forms import PerDistinct, Share
from helder.metrics.loyalty import NOT_PAID, orders
from helder.metrics.metric import LOYALTY, Example, Measure, Metric, Need, Param
from helder.metrics.unit import PER, SHARE


def _referrals(*rows: tuple[str, str | None, str | None, str | None, str | None]) -> list[dict[str, Any]]:
    names = ("referrer_id", "shared_at", "clicked_at", "customer_id", "converted_at")
    return [{"referral_id": f"r{i}", **dict(zip(names, row, strict=True))} for i, row in enumerate(rows)]


_SHARED = _referrals(
    ("a", "2026-03-01T10:00:00", "2026-03-02T10:00:00", "b", "2026-03-03T10:00:00"),
    ("a", "2026-03-01T11:00:00", "2026-03-02T11:00:00", None, None),
    ("a", "2026-03-01T12:00:00", None, None, None),
    ("c", "2026-03-04T10:00:00", "2026-03-05T10:00:00", "d", None),
)
_BY = {
    "links": _.by_link,
    "acquired_via": _.by_word,
    "either": _.by_link | _.by_word,
}

REFERRAL_RATE = Metric(
    name="referral_rate",
    family=LOYALTY,
    titles={"en": "Referral rate", "nl": "Aanbevelingspercentage", "da": "Henvisningsrate"},
    meaning="Share of new customers who were brought by another customer",
    formula="customers whose first paid order came by referral / customers with a first paid order, dated by that order; it came "
    "by referral [known_by={known_by}] when a referral made before it names the customer or the order (links), or when the "
    "customer was acquired via referral, as those are who say in a conversation who sent them (acquired_via)",
    measure=lambda p: Measure(
        fact=REFERRED_PURCHASES,
        dated_by="ordered_at",
        form=Share(_BY[p.known_by]),
        needs=(
            Need(_.status == "paid", NOT_PAID),
            Need(_.customer_id.notnull(), "no customer known"),
            Need(_.nth == 1, "not the customer's first paid order"),
        ),
    ),
    params=(Param("known_by", "links", "What tells that a customer came by referral", choices=tuple(_BY)),),
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M19)",
    example=Example(
        {
            "orders": orders(
                ("o1", "b", "2026-03-03T10:00:00", 10, "paid"),
                ("o2", "b", "2026-03-09T10:00:00", 10, "paid"),
                ("o3", "e", "2026-03-04T10:00:00", 10, "paid"),
                ("o4", None, "2026-03-05T10:00:00", 10, "paid"),
            ),
            "referrals": _SHARED,
        },
        0.5,
        "of b and e, who first bought in March, a referral brought b",
    ),
)

REFERRAL_CONVERSION = Metric(
    name="referral_conversion",
    family=LOYALTY,
    titles={"en": "Referral conversion", "nl": "Conversie van aanbevelingen", "da": "Konvertering af henvisninger"},
    meaning="Share of those who follow a customer's link who come to buy",
    formula="referrals that led to a first purchase, whenever it was made / referrals whose link was followed, dated by when it "
    "was",
    measure=Measure(
        fact=REFERRALS,
        dated_by="clicked_at",
        form=Share(_.converted_at.notnull() | _.order_id.notnull()),
        needs=(Need(_.clicked_at.notnull(), "the link was not followed"),),
    ),
    unit=SHARE,
    better="higher",
    source="D0 D3 D4 (M19)",
    example=Example({"referrals": _SHARED}, 1 / 3, "3 links were followed, and 1 of them led to a purchase"),
)

REFERRALS_PER_CUSTOMER = Metric(
    name="referrals_per_customer",
    family=LOYALTY,
    titles={"en": "Referrals per referring customer", "nl": "Aanbevelingen per klant", "da": "Henvisninger pr. kunde"},
    meaning="How many people a customer refers who refers at all",
    formula="referrals / customers who made one, dated by when it was shared, or where that is not known followed or converted",
    measure=Measure(
        fact=REFERRALS,
        dated_by="referred_at",
        form=PerDistinct(over=_.referral_id.notnull().cast("int64"), of=_.referrer_id, hit=_.referral_id.notnull()),
        needs=(Need(_.referrer_id.notnull(), "no referring customer known"),),
    ),
    unit=PER,
    better="higher",
    source="D0 D3 D4 (M19)",
    example=Example({"referrals": _SHARED}, 2.0, "4 referrals, 3 of a and 1 of c, over 2 customers who refer"),
)

METRICS = (REFERRAL_RATE, REFERRAL_CONVERSION, REFERRALS_PER_CUSTOMER)
