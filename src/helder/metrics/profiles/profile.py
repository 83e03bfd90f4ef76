"""What a profile is: how another tool counts, as values of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """How a tool counts one metric.

    params: the parameters that differ from Helder's own; none where it counts alike. reason: in words, why its number
    differs. source: the document that states the rule; address: where it is; seen: when it was looked at. beyond: what
    the tool does that no parameter can say.
    """

    metric: str
    params: Mapping[str, str | float]
    reason: str
    source: str
    address: str = ""
    seen: str = ""
    beyond: str = ""


@dataclass(frozen=True)
class Profile:
    """How a tool counts: its rules by metric. own: the company's, not Helder's."""

    name: str
    title: str
    rules: Mapping[str, Rule]
    own: bool = False

    @property
    def params(self) -> dict[str, Mapping[str, str | float]]:
        """Parameters by metric."""
        return {metric: rule.params for metric, rule in self.rules.items()}
