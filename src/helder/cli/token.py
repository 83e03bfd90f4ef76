"""helder token: what other systems sign in with."""

from __future__ import annotations

from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import show_grid

token = typer.Typer(no_args_is_help=True, help="Make, list and revoke tokens for the API.")
app.add_typer(token, name="token")


@token.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The system that will use it, as it is listed.")],
    write: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help="A table it may send rows to, or all; may be repeated.")
    ] = None,
    read: Annotated[bool, typer.Option("--read", help="It may read figures, rows and loads.")] = False,
    personal: Annotated[bool, typer.Option("--personal", help="It sees personal data in what it reads.")] = False,
    webhooks: Annotated[bool, typer.Option("--webhooks", help="It may manage webhooks.")] = False,
    department: Annotated[str | None, typer.Option(metavar="NAME", help="It reads the rows of this department alone.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="After how many days it expires. [default: never]")] = None,
) -> None:
    """Make a token for the API, printed this once: `helder token create shop --write orders --read`."""
    from helder.web.database import opened

    opened(context.obj.settings())
    from helder.web.accounts import departments
    from helder.web.tokens import actions

    of = None if department is None else departments.named(department)
    tables = ["*" if table == "all" else table for table in write or ()]
    _, text = actions.create(name, writes=tables, reads=read, personal=personal, webhooks=webhooks, department=of, days=days)
    print(text)


@token.command(name="list")
def list_(context: typer.Context) -> None:
    """List the tokens: what each may do, until when, and when it was last used."""
    from helder.web.database import opened

    opened(context.obj.settings())
    from helder.web.tokens.models import Token

    grid = [
        [
            one.name,
            f"{one.start}...",
            "holds" if one.holds else "revoked" if one.revoked_at else "expired",
            one.scopes,
            f"{one.expires_at:%Y-%m-%d}" if one.expires_at else "never",
            f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "never",
        ]
        for one in Token.objects.select_related("department")
    ]
    if not grid:
        print("No tokens. Make one with: helder token create NAME --read")
        return
    show_grid(["token", "begins", "state", "may", "expires", "last used"], grid)


@token.command()
def revoke(context: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME", help="The token, by its name.")]) -> None:
    """Let a token open nothing, within seconds."""
    from helder.web.database import opened

    opened(context.obj.settings())
    from helder.web.tokens import actions

    actions.revoke(actions.named(name))
    print(f"{name} is revoked.")
