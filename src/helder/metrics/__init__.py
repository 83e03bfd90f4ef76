"""The catalogue: one definition per metric."""

from helder.metrics import (
    cases,
    contacts,
    digital,
    employees,
    engagement,
    handling,
    initiatives,
    invitations,
    lifetime,
    loyalty,
    market,
    outcomes,
    purchases,
    quality,
    queueing,
    referrals,
    resolution,
    routing,
    self_service,
    social,
    subscriptions,
    tone,
    voice,
    waiting,
)
from helder.metrics.catalog import Catalog
from helder.metrics.metric import Example, Measure, Metric, Need, Param, Quotient, family_in
from helder.metrics.words import told

#: Every metric by name, by family and in the order they are best read. A new family is a file and a line here.
_FAMILIES = (
    voice,
    invitations,
    social,
    employees,
    loyalty,
    purchases,
    subscriptions,
    referrals,
    market,
    initiatives,
    lifetime,
    cases,
    waiting,
    resolution,
    contacts,
    queueing,
    quality,
    handling,
    routing,
    self_service,
    tone,
    outcomes,
    digital,
    engagement,
)
CATALOG = Catalog(told(metric) for family in _FAMILIES for metric in family.METRICS)

__all__ = ["CATALOG", "Catalog", "Example", "Measure", "Metric", "Need", "Param", "Quotient", "family_in"]
