"""helder predict: what models foretell, written into the table of predictions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.progress import shown

if TYPE_CHECKING:
    from helder.predict import Foretold

commands = typer.Typer(help="Foretell, and write what is foretold into the table of predictions.", no_args_is_help=True)
app.add_typer(commands, name="predict")
_DATE = ["%Y-%m-%d"]


@commands.callback()
def predict() -> None:
    """Foretell, and write what is foretold into the table of predictions."""


@commands.command("lifetime-value")
def lifetime_value(
    context: typer.Context,
    model: Annotated[
        str, typer.Option(help="From orders: bg_nbd, mbg_nbd or pareto_nbd, each with Gamma-Gamma; or subscription.")
    ] = "bg_nbd",
    horizon: Annotated[float, typer.Option(help="Years to look ahead.")] = 3.0,
    discount: Annotated[float, typer.Option(help="What a year takes off: 0.1 for 10 %.")] = 0.1,
    worth: Annotated[str, typer.Option(help="What an order brings: margin (revenue less cost) or revenue.")] = "margin",
    transactions: Annotated[
        str, typer.Option(help="days: the orders of one day are one purchase; orders: each is one.")
    ] = "days",
    since: Annotated[
        datetime | None,
        typer.Option(formats=_DATE, metavar="DATE", help="Subscriptions ended before are not in the store.", show_default=False),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=_DATE, metavar="DATE", show_default=False,
            help="The day before which all is seen. [default: the day after the last that anything happened on]",
        ),
    ] = None,
) -> None:  # fmt: skip
    """Foretell what each customer will bring over the years to come.

    One row a customer goes into the table of predictions, and one with the chance that they are a customer still. Figures:
    helder show customer_lifetime_value.
    """
    from helder import predict
    from helder.workspace import of_settings

    with (
        of_settings(context.obj.settings(), read_only=False) as workspace,
        shown("Opening the store") as progress,
    ):
        done = predict.lifetime_value(
            workspace, model=model, horizon=horizon, discount=discount, worth=worth, transactions=transactions,
            since=since.date() if since else None, until=until.date() if until else None, progress=progress,
        )  # fmt: skip
    print("\n".join(told(done)))


def told(done: Foretold) -> list[str]:
    """What was foretold, in lines."""
    from helder.metrics import CATALOG

    lines = [f"From what happened before {done.until}:"]
    for group in done.groups:
        if group.left:
            lines.append(f"  {group.currency}: nothing foretold. {group.left}")
            continue
        lines.append(f"  {group.currency}: {group.customers:,} customers, as {group.model}")
        lines += [f"    {line}" for line in group.made_of]
        if group.model != CATALOG["customer_lifetime_value"].values({})["model"]:
            lines.append(f"    asked for by: helder show customer_lifetime_value --set model={group.model}")
    rows = done.appended
    lines.append(f"  predictions: {rows.added:,} new, {rows.changed:,} changed, {rows.unchanged:,} unchanged")
    return lines
