"""helder sources: connections to other systems, and running them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.output import show_grid
from helder.cli.progress import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from helder.connectors.sources.runs import Run
    from helder.settings import Settings


class Act(StrEnum):
    """What can be done with connections."""

    list = "list"
    run = "run"
    test = "test"
    history = "history"
    anew = "anew"


@app.command()
def sources(
    context: typer.Context,
    act: Annotated[Act, typer.Argument(metavar="[list|run|test|history|anew]", help="What to do.")] = Act.list,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="The connection: its file is sources/NAME.toml in the home folder.")
    ] = None,
) -> None:
    """List the connections to other systems, run one now, test one, tell its runs, or let its next run begin anew.

    Also while Helder serves, which then does the run. Rows at fault are rejected and kept (see `helder rejects`).
    """
    from helder.connectors.sources import connection as connections
    from helder.connectors.sources.runs import Place
    from helder.connectors.sources.trial import test
    from helder.errors import BadQuestion

    settings = context.obj.settings()
    if act is Act.list:
        _list(settings)
        return
    if name is None:
        raise BadQuestion("No connection is named.", where=f"helder sources {act}", fix=f"Name it: helder sources {act} NAME")
    found = connections.read(settings.home, name)
    if act is Act.run:
        _told(name, _run(settings, name))
    elif act is Act.test:
        print(f"{name}: {test(settings, found)}")
    elif act is Act.history:
        _history(settings, name)
    else:
        with Place(settings.home, name).alone():
            Place(settings.home, name).forget()
        print(f"{name}: the next run begins anew; what it has brought stays.")


def _list(settings: Settings) -> None:
    from helder.connectors.sources import connection as connections
    from helder.connectors.sources.runs import Place
    from helder.errors import HelderError

    lines = []
    for name, found in connections.every(settings.home):
        if isinstance(found, HelderError):
            lines.append([name, "", "", "", str(found).splitlines()[0]])
            continue
        place = Place(settings.home, name)
        last = place.runs(1)
        often = f"every {found.every} min" if found.every and found.on else "when asked"
        lines.append(
            [name, found.system.title, often, last[0].began if last else "never", _outcome(last[0], place.busy) if last else ""]
        )
    if lines:
        show_grid(["name", "system", "runs", "last run", "outcome"], lines)
    else:
        print("No connections. Make one on the page Sources, or in a file sources/NAME.toml of the home folder.")


def _outcome(run: Run, busy: bool) -> str:
    if run.ended is None:
        return f"running: {run.read:,} read" if busy else "broken off; the next run goes on"
    if run.error:
        return run.error
    return f"{run.read:,} read, {run.changed:,} new or changed, {run.rejected:,} rejected"


def _history(settings: Settings, name: str) -> None:
    from helder.connectors.sources.runs import Place

    place = Place(settings.home, name)
    runs = place.runs()
    grid = []
    for number, run in enumerate(runs):
        counts = [f"{one:,}" for one in (run.pages, run.read, run.accepted, run.rejected)]
        outcome = _outcome(run, place.busy and number == 0)
        grid.append([str(run.number), run.began, run.ended or "", run.by or "the clock", *counts, outcome])
    headers = ["run", "began", "ended", "by", "pages", "read", "accepted", "rejected", "outcome"]
    show_grid(headers, grid, right=frozenset({0, 4, 5, 6, 7})) if grid else print("It has not run yet.")


def _run(settings: Settings, name: str) -> Run:
    """Run it here, or let the server that owns the store run it."""
    from helder import engines
    from helder.connectors.sources.run import Runner
    from helder.connectors.sources.runs import Run
    from helder.errors import StoreBusy
    from helder.store import owner
    from helder.workspace import catalog_of, limits_of

    with shown(f"Running {name}") as say:
        try:
            engine = engines.open_engine(settings.store, zone=settings["zone"], limits=limits_of(settings), home=settings.home)
        except StoreBusy:
            if not owner.present(settings.home):
                raise
            done = owner.ask(settings.home, "source", lambda what, rows, _: say(f"{what}: {rows:,} read"), name=name)
            return Run(**done)
        try:
            runner = Runner(settings, lambda work: work(engine), catalog_of(settings.home), progress=_progress(say))
            return runner.run(name, by="a command")
        finally:
            engine.close()


def _progress(say: Callable[[str], Any]) -> Callable[[Run], None]:
    return lambda run: say(f"{run.doing}: {run.read:,} read, {run.pages:,} pages")


def _told(name: str, run: Run) -> None:
    from helder.errors import BadInput

    print(f"{name}: run {run.number}, {run.read:,} read in {run.pages:,} pages")
    print(f"  {run.accepted:,} rows accepted ({run.changed:,} new or changed), {run.rejected:,} rejected")
    for note in run.notes:
        print(f"  {note}")
    for load in run.rejecting:
        print(f"  see the rejects: helder rejects --load {load}")
    if run.error:
        raise BadInput(run.error, where=run.where, fix=run.fix)
