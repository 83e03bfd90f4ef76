"""The page of the Python interface."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import helder
from helder.goals.benchmarks import Benchmarked
from helder.goals.listed import Standings
from helder.query.answer import Answer
from helder.query.explain import Explanation
from helder.query.reconcile import Reconciliation
from helder.query.side_by_side import SideBySide
from helder.workspace import Options, Workspace
from tools.reference.markdown import page

SHOWN = {
    "Workspace": Workspace,
    "Answer": Answer,
    "Explanation": Explanation,
    "SideBySide": SideBySide,
    "Reconciliation": Reconciliation,
    "Standings": Standings,
    "Benchmarked": Benchmarked,
}


def pages() -> dict[str, str]:
    """One page of what `import helder` offers and what it gives back."""
    return {
        "python.md": page(
            "Python",
            "`import helder` offers `connect`, `show`, `CATALOG` (every metric by name) and `errors`.",
            *_function("helder.connect", helder.connect),
            *_function("helder.show", helder.show),
            "## Options of a question",
            _doc(Options),
            *(block for name, kind in SHOWN.items() for block in _class(name, kind)),
        )
    }


def _function(name: str, function: Callable[..., Any], heading: str = "##") -> list[str]:
    return [f"{heading} {name}", f"```python\n{name}{_signature(function)}\n```", _doc(function)]


def _class(name: str, kind: type) -> Iterator[str]:
    yield f"## {name}"
    yield _doc(kind)
    for member, value in vars(kind).items():
        if member.startswith("_"):
            continue
        if inspect.isfunction(value):
            yield from _function(f"{name}.{member}", value, "###")
        elif isinstance(value, property):
            yield f"### {name}.{member}"
            yield _doc(value)


class _Written(str):
    """An annotation that is shown as it is written."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    shown = [each.replace(annotation=_annotation(each)) for name, each in signature.parameters.items() if name != "self"]
    return str(signature.replace(parameters=shown, return_annotation=_Written(signature.return_annotation)))


def _annotation(parameter: inspect.Parameter) -> object:
    """The annotation; none for options gathered by name, which the text tells of."""
    return parameter.empty if parameter.kind is parameter.VAR_KEYWORD else _Written(parameter.annotation)


def _doc(thing: object) -> str:
    return inspect.getdoc(thing) or ""
