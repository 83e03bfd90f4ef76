"""The roll-ups of a store: whether they lack rows that have come."""

from __future__ import annotations

from collections.abc import Iterator

from helder.doctor.finding import Finding, ok, warning
from helder.engines import Engine

ABOUT = "roll-ups"


def check(engine: Engine) -> Iterator[Finding]:
    """How many there are, and how many are left aside until they are made anew."""
    if engine.rollups is None:
        yield ok(ABOUT, "this engine keeps none: questions are answered from the rows")
        return
    kept = engine.rollups.kept()
    stale = [one for one in kept if one.stale]
    following = sum(one.related is not None for one in stale)
    if following:
        yield warning(
            ABOUT, f"{following} of {len(kept)}, which follow loads, did not follow one that touched too many rows",
            "Make them anew: helder rollup --stale.",
        )  # fmt: skip
    elif stale:
        yield ok(
            ABOUT, f"{len(kept)}, of which {len(stale)} wait to be made anew: helder rollup --stale, or the server in a while"
        )
    else:
        yield ok(ABOUT, f"{len(kept)}, all up to date" if kept else "none")
