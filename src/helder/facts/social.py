"""What is said of the company in public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helder.facts.fact import Fact, Source

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Everything said in public comes by one channel, over several networks.
SOCIAL = "social"


def _mentions(source: Source) -> ir.Table:
    import ibis

    return source["mentions"].mutate(channel=ibis.literal(SOCIAL))


MENTIONS = Fact(
    name="mentions",
    meaning="Posts, reviews and conversations in which the company is named",
    grain="one mention",
    key=("mention_id",),
    tables=("mentions",),
    build=_mentions,
    own={"channel": "channel", "network": "network", "language": "language"},
    points_to=("customer_id",),
    related={"mentions": {}},
)
