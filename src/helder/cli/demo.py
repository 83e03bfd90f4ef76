"""`helder demo`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.progress import shown

if TYPE_CHECKING:
    from helder.demo.filling import Present


@app.command()
def demo(
    context: typer.Context,
    customers: Annotated[
        int | None, typer.Option(min=100, max=5_000_000, help="How many customers. [default: 20000]", show_default=False)
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another company for each number. [default: 1]", show_default=False)
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day before which its two years end. [default: now]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Fill an empty store with a simulated company: two years of a shop, its site, its contact centre and its surveys.

    The same customers, seed and date give the same company. Where it is there already, nothing is done.
    """
    from helder import demo as simulation
    from helder import engines
    from helder.demo import filling
    from helder.workspace import limits_of

    settings = context.obj.settings()
    engine = engines.open_engine(settings.store, zone=settings["zone"], limits=limits_of(settings), home=settings.home)
    try:
        end = _end(until.date(), engine.zone) if until else None
        there = filling.present(engine)
        if there:
            _same(there, customers, seed, end, engine.url)
            print(f"The demonstration company is there: {there.customers:,} customers, seed {there.seed}, in {engine.url}")
            return
        with shown("Simulating") as progress:
            company = simulation.build(
                customers or simulation.CUSTOMERS, simulation.SEED if seed is None else seed, end, zone=engine.zone,
                progress=lambda part: progress(f"Simulating {part}"),
            )  # fmt: skip
            rows = filling.fill(engine, company, progress=lambda table: progress(f"Storing {table}"))
        print(f"{rows:,} rows of a company of {company.customers:,} customers (seed {company.seed}) are in {engine.url}")
    finally:
        engine.close()


def _end(day: date, zone: str) -> datetime:
    from helder.errors import BadInput
    from helder.model.zones import day_start

    if not 1975 <= day.year <= 2059:
        raise BadInput(f"The company cannot end on {day}.", where="--until", fix="Give a date from 1975 to 2059.")
    return day_start(day, zone)


def _same(there: Present, customers: int | None, seed: int | None, until: datetime | None, where: str) -> None:
    """Raise StoreError where the company that is there is not the one asked for; what is not said does not matter."""
    from helder.errors import StoreError

    asked = ((customers, there.customers), (seed, there.seed), (until.isoformat() if until else None, there.until))
    if any(wanted not in (None, kept) for wanted, kept in asked):
        raise StoreError(
            f"The store holds another company: {there.customers} customers, seed {there.seed}, until {there.until}.", where=where,
            fix="Put this one elsewhere: helder --home DIR demo ...",
        )  # fmt: skip
