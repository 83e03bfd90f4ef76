"""helder retention: letting go of rows that are older than they are kept."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from helder.cli.app import app
from helder.cli.output import show_grid


@app.command()
def retention(
    context: typer.Context,
    apply: Annotated[bool, typer.Option("--apply", help="Take out what is older; without it nothing is changed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Show what is older than the rules in retention.toml keep it, by table; with --apply, take it out for good.

    Rows go, or what is personal in them, as the rule says, and what lay beneath in the store's file is overwritten. A running
    server does it by itself once a day.
    """
    from helder.errors import BadInput
    from helder.model import retention_file
    from helder.web.privacy.command import asking_about_retention

    settings = context.obj.settings()
    if not retention_file.read(settings.home):
        print(f"No table has a rule: rows are kept for any time. Rules are written in {settings.home / retention_file.FILE}.")
        return
    ask = asking_about_retention(settings)
    told = ask(what="look")
    _show(told)
    if not apply:
        return
    older = any(one["rows"] or one["personal"] or one["rejects"] for one in told["foreseen"])
    if older and not yes and not typer.confirm("Take it out for good?"):
        raise BadInput("It was not confirmed.", where="helder retention", fix="Nothing was taken out; give the command again.")
    done = ask(what="apply")
    print(f"{done['rows']:,} rows are gone, and what was personal in {done['personal']:,} more. Backups that you keep have them.")


def _show(told: dict[str, Any]) -> None:
    headers = ["table", "rows kept", "since", "older", "personal kept", "since", "older", "no age", "rejected"]
    show_grid(headers, [_line(one) for one in told["foreseen"]], right=frozenset({3, 6, 7, 8}))
    for one in told["foreseen"]:
        if one["unknown"]:
            print(f"{one['unknown']:,} rows of {one['table']} stay, as nothing tells how old they are.")
    print(f"Last applied: {told['last'] or 'never'}.")


def _line(one: dict[str, Any]) -> list[str]:
    kept, since = one["kept"], one["since"]
    rows = [kept["rows"] or "any time", since["rows"] or "-", f"{one['rows']:,}" if kept["rows"] else "-"]
    personal = [kept["personal"] or "as the row", since["personal"] or "-", f"{one['personal']:,}" if kept["personal"] else "-"]
    return [one["table"], *rows, *personal, f"{one['unknown']:,}", f"{one['rejects']:,}"]
