"""The page of the engines."""

from __future__ import annotations

from helder.engines import SCHEMES, Capabilities, capabilities
from helder.errors import NotSupported
from tools.reference.markdown import code, grid, page

WHOLE = {
    True: "whole or not at all, whoever looks and whatever fails",
    False: "whole in the end, whatever fails; a question put while it ends may see some of its tables and not yet others",
}


def pages() -> dict[str, str]:
    """One page of all engines."""
    engines = {scheme: _of(scheme) for scheme in SCHEMES}
    own = {can.engine: can for can in engines.values() if can}
    return {
        "engines.md": page(
            "Engines",
            "Where the tables are kept, named by the URL of the store. The same questions have the same answers on all of them, "
            "to nine digits: one suite of tests holds them to that. What an engine cannot do exactly it refuses, by name.",
            grid(
                (
                    "URL",
                    "Engine",
                    "A load of several tables is there",
                    "A customer can be exported and erased, old rows taken out",
                ),
                (
                    (SCHEMES[scheme], can.engine, WHOLE[can.whole_loads], "yes" if can.erases else "no, it refuses")
                    for scheme, can in engines.items()
                    if can
                ),
            ),
            *(block for can in own.values() if can.refused for block in _refused(can)),
        )
    }


def _of(scheme: str) -> Capabilities | None:
    """What its engine can do; None where it is not of this version."""
    try:
        return capabilities(scheme)
    except NotSupported:
        return None


def _refused(can: Capabilities) -> tuple[str, str, str]:
    return (
        f"## What {can.engine} refuses",
        "By the name that the operation has in Ibis. No metric of the catalogue needs one of them.",
        grid(("Operation", "Because"), ((code(name), reason) for name, reason in sorted(can.refused.items()))),
    )
