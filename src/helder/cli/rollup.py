"""helder rollup: what is added up beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from helder.boards.board import NARROWED_BY
from helder.cli.app import app
from helder.cli.output import show_grid
from helder.cli.progress import shown
from helder.errors import BadQuestion

if TYPE_CHECKING:
    from helder.query.rollups import Keeping, Listed


@app.command()
def rollup(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option(metavar="DIM,...", help="Roll up by these dimensions, too: channel,hour keeps every hour. Repeatable."),
    ] = None,
    facts: Annotated[
        bool, typer.Option("--facts", help="Only the rows of facts that take long to make: any slice of them is quick then.")
    ] = False,
    stale: Annotated[bool, typer.Option("--stale", help="Only those that lack rows which have come since.")] = False,
    show: Annotated[bool, typer.Option("--list", help="List what there is, and make nothing.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Let go of all of them.")] = False,
) -> None:
    """Add up all metrics by day beforehand, so that boards over many rows come at once.

    Questions use roll-ups wherever these tell the same as the rows do. Most follow every load; the others are left aside once
    rows come, until they are made anew: by this command, or by the server. Without options: all there are are made anew, or where
    there are none yet, those that boards need.
    """
    from helder.workspace import of_settings

    if sum((bool(by), facts, stale, show, drop)) > 1:
        raise BadQuestion(
            "Only one thing can be done at a time.", where="helder rollup", fix="Say --by, --facts, --stale, --list or --drop."
        )
    with of_settings(context.obj.settings(), read_only=show) as workspace:
        kept = workspace.rollups
        if drop:
            print(f"{kept.drop()} roll-ups are gone")
        elif show:
            _list(kept)
        else:
            _make(kept, [tuple(filter(None, one.split(","))) for one in by or ()], stale=stale, facts=facts)


def _make(kept: Keeping, ways: list[tuple[str, ...]], *, stale: bool, facts: bool) -> None:
    from helder.query.rollups import Kind

    names: list[str] = []
    added_up = any(one.kind is not Kind.FACT for one in kept.listed())
    with shown("Looking at the store") as progress:

        def tell(name: str, done: int, of: int) -> None:
            progress(f"{done + 1} of {of}: {name}")

        if facts:
            names += kept.add_facts(tell)
        elif not ways and (added_up or stale):
            names += kept.renew(tell, only_stale=stale)
        elif not ways:
            names += kept.add_for_boards(NARROWED_BY, tell)
        for way in ways:
            names += kept.add(way, tell)
    print(f"{len(names)} roll-ups were made")


def _list(kept: Keeping) -> None:
    there = kept.listed()
    if not there:
        print("There are no roll-ups. helder rollup makes some.")
        return
    state = {(True, False): "follows every load", (False, False): "up to date"}

    def row(one: Listed) -> list[str]:
        now = state.get((one.follows, one.stale), "stale")
        return [one.name, ", ".join(one.by) or "-", f"{one.rows:,}", now, ", ".join(one.metrics)]

    show_grid(["roll-up", "by", "rows", "state", "metrics"], [row(one) for one in there], right=frozenset({2}))
