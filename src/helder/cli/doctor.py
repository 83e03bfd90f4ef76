"""helder doctor: whether all is well."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from helder.cli.app import app


class Form(StrEnum):
    """Forms the findings can be given in."""

    text = "text"
    json = "json"


@app.command()
def doctor(
    context: typer.Context,
    form: Annotated[Form, typer.Option("--format", help="How the findings are given.")] = Form.text,
) -> None:
    """Examine this installation: settings, versions, disk, memory, clock, store and server, and say what to do.

    A fault keeps Helder from its work, and ends the command with status 1; a warning may come to do so.
    """
    from helder.doctor.examine import examine
    from helder.doctor.finding import Status

    found = list(examine(context.obj.home, context.obj.store))
    if form is Form.json:
        print(json.dumps([asdict(finding) for finding in found], indent=1, ensure_ascii=False))
    else:
        for finding in found:
            print(f"{finding.status:<8} {finding.about}: {finding.what}")
            if finding.fix:
                print(f"{'':<8} {finding.fix}")
    if any(finding.status is Status.fault for finding in found):
        raise typer.Exit(1)
