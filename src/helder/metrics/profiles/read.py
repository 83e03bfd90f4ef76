"""Profiles as they are written: TOML, a table for each profile, in it one for each metric it counts in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from helder import toml
from helder.errors import BadInput, HelderError, UnknownName
from helder.metrics.metric import Metric
from helder.metrics.profiles.profile import Profile, Rule

_SAYS = ("set", "reason", "source", "address", "seen", "beyond")


def known(metrics: Mapping[str, Metric]) -> dict[str, Profile]:
    """The profiles that Helder comes with, by name."""
    found: dict[str, Profile] = {}
    for file in sorted(Path(str(files(__package__))).glob("*.toml")):
        found |= _read(file, metrics, found, own=False)
    return dict(sorted(found.items()))


def own(file: Path, metrics: Mapping[str, Metric], taken: Mapping[str, Profile]) -> dict[str, Profile]:
    """A company's own profiles, by name.

    Raises BadInput or UnknownName, with the line, for one of a name that is taken, of a metric or parameter that does
    not exist, or with a value that a parameter cannot have.
    """
    return _read(file, metrics, taken, own=True)


def _read(file: Path, metrics: Mapping[str, Metric], taken: Mapping[str, Profile], *, own: bool) -> dict[str, Profile]:
    document, lines = toml.read(file)
    found = {}
    for name, given in document.items():
        if name in taken:
            raise BadInput(f"There is a profile {name} already.", where=lines.where(name), fix="Give yours another name.")
        toml.check_keys(given, given if isinstance(given, dict) else ("title",), "profile", lines, name)
        title = given.get("title", name)
        rules = {metric: _rule(name, metric, said, metrics, lines) for metric, said in given.items() if metric != "title"}
        if not rules:
            raise BadInput(
                f"The profile {name} says nothing.",
                where=lines.where(name),
                fix=f"Add a table for a metric, as [{name}.service_level].",
            )
        found[name] = Profile(name, str(title), rules, own)
    return found


def _rule(profile: str, name: str, given: Any, metrics: Mapping[str, Metric], lines: toml.Lines) -> Rule:
    path = (profile, name)
    if name not in metrics:
        raise UnknownName("metric", name, metrics, where=lines.where(*path))
    toml.check_keys(given, _SAYS, "setting of a rule", lines, *path)
    metric = metrics[name]
    wanted = given.get("set", {})
    toml.check_keys(wanted, [p.name for p in metric.params], f"parameter of {metric}", lines, *path, "set")
    params = {p.name: _value(wanted, p, metric, lines, path) for p in metric.params if p.name in wanted}
    told = {word: str(given.get(word, "")) for word in _SAYS[1:]}
    return Rule(name, params, **{**told, "source": told["source"] or lines.name})


def _value(wanted: Mapping[str, Any], param: Any, metric: Metric, lines: toml.Lines, path: tuple[str, str]) -> str | float:
    try:
        value: str | float = param.parse(wanted[param.name], metric.name)
    except HelderError as error:
        raise BadInput(error.what, where=lines.where(*path, "set", param.name), fix=error.fix) from None
    return value
