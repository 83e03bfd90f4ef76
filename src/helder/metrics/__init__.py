"""The catalogue: one definition per metric."""

from helder.errors import UnknownName
from helder.metrics import cases, contacts, digital, loyalty, voice
from helder.metrics.metric import Example, Measure, Metric, Need, Param, Quotient

#: Every metric by name, by family and in the order they are best read. A new family is a file and a line here.
_FAMILIES = (voice, loyalty, cases, contacts, digital)
CATALOG: dict[str, Metric] = {metric.name: metric for family in _FAMILIES for metric in family.METRICS}


def metric(name: str) -> Metric:
    """The metric of that name; UnknownName with the nearest ones otherwise."""
    try:
        return CATALOG[name]
    except KeyError:
        raise UnknownName("metric", name, CATALOG) from None


__all__ = ["CATALOG", "Example", "Measure", "Metric", "Need", "Param", "Quotient", "metric"]
