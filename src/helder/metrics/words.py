"""What is told of a metric beside its definition: its meaning in other languages, and what to beware of."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files

from helder.metrics.metric import Metric


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def told(metric: Metric) -> Metric:
    """The metric with its words; as it is where there are none."""
    words = _words().get(metric.name)
    if words is None:
        return metric
    return replace(metric, meanings={"nl": words["nl"], "da": words["da"]}, beware=words["beware"])
