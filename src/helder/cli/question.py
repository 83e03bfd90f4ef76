"""The options that put a question, shared by the commands that do."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Metrics = Annotated[
    list[str], typer.Argument(metavar="METRIC...", help="Metrics of the catalogue: helder metrics.", show_default=False)
]
Metric = Annotated[str, typer.Argument(metavar="METRIC", help="A metric of the catalogue: helder metrics.", show_default=False)]
By = Annotated[str | None, typer.Option(help="Dimensions to slice by, separated by commas.", metavar="DIM,...")]
Grain = Annotated[str | None, typer.Option(help="day, week (ISO), month, quarter, year, fiscal_quarter or fiscal_year.")]
Since = Annotated[str | None, typer.Option(help="First local date, as 2026-01-31.", metavar="DATE")]
Until = Annotated[str | None, typer.Option(help="Local date to stop before.", metavar="DATE")]
Where = Annotated[str | None, typer.Option(help="A condition in SQL: \"channel = 'phone'\".", metavar="EXPR")]
Compare = Annotated[
    str | None, typer.Option(help="Compare with the previous period, or the same a year before.", metavar="previous|year")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="A parameter's value, as threshold=30; may be repeated.", metavar="PARAM=VALUE")
]
Profile = Annotated[str | None, typer.Option(help="Count as another tool does, by the profile's name.")]
Zone = Annotated[str | None, typer.Option(help="Time zone whose days count, as Europe/Amsterdam; the store's by default.")]
Confidence = Annotated[float, typer.Option(help="Confidence of the intervals.")]
Confidential = Annotated[bool, typer.Option("--confidential", help="Hide small groups, whatever they are of.")]


def options(
    by: str | None, grain: str | None, since: str | None, until: str | None, where: str | None, compare: str | None,
    given: list[str] | None, profile: str | None, zone: str | None, confidence: float, confidential: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Options of a question as the Python interface takes them."""
    from helder.query.question import pairs

    return {
        "by": [name.strip() for name in by.split(",") if name.strip()] if by else (),
        "grain": grain,
        "since": since,
        "until": until,
        "where": where,
        "compare": compare,
        "params": pairs(given or (), where="--set"),
        "profile": profile,
        "zone": zone,
        "confidence": confidence,
        "confidential": confidential,
    }
