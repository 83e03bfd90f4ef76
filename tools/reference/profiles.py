"""The page of the profiles: how other tools count, and where their rules are stated."""

from __future__ import annotations

from collections.abc import Iterator

from helder import CATALOG
from helder.metrics.profiles import Rule
from tools.reference.markdown import code, codes, grid, page


def pages() -> dict[str, str]:
    """One page, with a table for each metric that any profile says something of."""
    profiles = CATALOG.profiles.values()
    said = {metric: any(metric in profile.rules for profile in profiles) for metric in CATALOG}
    blocks = (
        block
        for metric, any_rule in said.items()
        if any_rule
        for block in (f"## {CATALOG[metric].title}", f"[{code(metric)}](metrics/{metric}.md)", rules_of(metric))
    )
    return {
        "profiles.md": page(
            "Profiles",
            f"{len(profiles)} profiles: how other tools count. Ask by one with `--profile genesys`, or by all at once with "
            "`helder profiles service_level`. What one is, what it cannot say, and how a company writes its own, is told in "
            "[Why another tool's number differs](../explanation/profiles.md).",
            "Where the table says nothing is set, the tool counts as Helder does by default. A rule was read in the document "
            "beside it, in the month it says; the vendor may have changed it since.",
            grid(("Profile", "Counts as"), ((code(profile.name), profile.title) for profile in profiles)),
            *blocks,
        )
    }


def rules_of(metric: str) -> str:
    """The table of what the profiles say of one metric; nothing where none does."""
    rules = ((name, profile.rules[metric]) for name, profile in CATALOG.profiles.items() if metric in profile.rules)
    return grid(("Profile", "Sets", "Why it differs", "Not covered", "Where the rule is stated"), _rows(rules))


def _rows(rules: Iterator[tuple[str, Rule]]) -> Iterator[tuple[str, ...]]:
    for name, rule in rules:
        sets = codes((f"{param}={value}" for param, value in rule.params.items()), "<br>")
        source = f"[{rule.source}]({rule.address})" if rule.address else rule.source
        yield code(name), sets, rule.reason, rule.beyond, f"{source}, {rule.seen}"
