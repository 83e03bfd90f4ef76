"""Which metrics the executive board shows, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Group:
    """Headline metrics that belong together."""

    name: str
    title: str | Promise
    metrics: tuple[str, ...]


EXECUTIVE: tuple[Group, ...] = (
    Group("voice", _("Voice of the customer"), ("nps", "csat", "ces")),
    Group(
        "value",
        _("Loyalty and value"),
        ("sales", "average_order_value", "repeat_purchase_rate", "churn_rate", "customer_acquisition_cost"),
    ),
    Group(
        "service",
        _("Service"),
        (
            "service_level",
            "average_speed_of_answer",
            "first_response_time",
            "average_resolution_time",
            "ticket_backlog",
            "contact_volume",
            "abandonment_rate",
        ),
    ),
    Group("digital", _("Digital"), ("conversion_rate", "cart_abandonment_rate", "engagement_rate")),
)

METRICS: tuple[str, ...] = tuple(name for group in EXECUTIVE for name in group.metrics)

#: What a whole board can be narrowed to, one value of one of them; tiles that know no such dimension say so.
SEGMENTS = ("country", "channel", "segment", "language")
