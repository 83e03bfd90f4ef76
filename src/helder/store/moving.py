"""Moving a whole store: in pieces, each of which is noted where it goes, then held against what it was."""

from __future__ import annotations

import json
from typing import Any

from helder.engines import UNFINISHED, Engine
from helder.errors import StoreError
from helder.model import TABLES, Table
from helder.store import sums
from helder.store.source import NOTED, Progress, Source, measured

_ALL: dict[str, Table] = {**TABLES, **NOTED}
_WHOLE = "whole"


def move(source: Source, target: Engine, progress: Progress) -> dict[str, int]:
    """Make an empty store one like the source; returns its rows by table of the data model.

    One that was broken off goes on after the last piece that came. Raises StoreError where the target holds something else,
    and where what it holds in the end differs from the source.
    """
    done = _begun(source, target)
    for name, table in _ALL.items():
        if done.get(name) == _WHOLE:
            continue
        there = target.counts()[name] if name in done and name in TABLES else 0
        for mark, rows in source.pieces(table, done.get(name)):
            there += rows.num_rows
            done[name] = mark
            target.bring({table: rows} if rows.num_rows else {}, {UNFINISHED: _noted(source, done)})
            progress(name, there, source.rows.get(name, 0))
        done[name] = _WHOLE
    target.bring({}, {UNFINISHED: _noted(source, done)})
    _check(source, target, progress)
    source.check()
    target.bring({}, {UNFINISHED: None})
    return {name: source.rows.get(name, 0) for name in TABLES}


def _begun(source: Source, target: Engine) -> dict[str, str]:
    """By table, the mark of the last piece that the target has."""
    noted = target.properties().get(UNFINISHED)
    if noted is None:
        if any(target.counts().values()) or target.batches():
            raise StoreError(
                "There is something in it already.", where=target.url, fix="Name a store that is empty, or is not there yet."
            )
        target.bring({}, {UNFINISHED: _noted(source, {})})
        return {}
    known: dict[str, Any] = json.loads(noted)
    if known["from"] != source.identity:
        raise StoreError(
            "Another store was being moved into it, or this one has changed since.",
            where=target.url,
            fix="Drop what is there, or name another target, and begin anew.",
        )
    done: dict[str, str] = known["done"]
    return done


def _noted(source: Source, done: dict[str, str]) -> str:
    return json.dumps({"from": source.identity, "done": done})


def _check(source: Source, target: Engine, progress: Progress) -> None:
    """Raise StoreError where a table of the target adds up to something else than the source's."""
    with target.snapshot() as copy:
        for name, table in _ALL.items():
            progress(f"checking {name}", 0, 0)
            found = sums.differences(source.sums(table), measured(table, copy))
            if found:
                raise StoreError(
                    f"{name} is not what it was: {'; '.join(found[:5])}.",
                    where=target.url,
                    fix="Drop what is there and begin anew; if it happens again, tell Helder's developers.",
                )
