"""helder people: who has an account, and letting someone in again who cannot get in."""

from __future__ import annotations

from typing import Annotated

import typer

from helder.cli.app import app
from helder.cli.output import show_grid

people = typer.Typer(no_args_is_help=True, help="List people, and let in again those who lost their password or second factor.")
app.add_typer(people, name="people")


@people.command(name="list")
def list_(context: typer.Context) -> None:
    """List the people: role, departments, whether they may sign in, and when they last did."""
    from helder.web.database import opened

    opened(context.obj.settings())
    from helder.web.accounts import second_factor
    from helder.web.accounts.models import Person

    grid = [
        [
            one.username,
            str(one),
            one.role,
            ", ".join(department.name for department in one.departments.all()),
            "yes" if one.is_active else "no",
            "yes" if second_factor.has(one) else "no",
            f"{one.last_login:%Y-%m-%d %H:%M}" if one.last_login else "never",
        ]
        for one in Person.objects.prefetch_related("departments")
    ]
    if not grid:
        print("Nobody yet. The first administrator is made by: helder serve")
        return
    show_grid(["person", "name", "role", "departments", "may sign in", "second factor", "last seen"], grid)


@people.command()
def password(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, by their sign-in name.")],
    without_second_factor: Annotated[
        bool, typer.Option("--without-second-factor", help="Take their second factor away as well.")
    ] = False,
) -> None:
    """Give someone a new password, printed this once; their sessions end, and they may sign in again."""
    from helder.web.database import opened

    settings = context.obj.settings()
    opened(settings)
    from helder.web.accounts import actions

    print(actions.let_in_again(actions.named(name), settings.home, second_factor_too=without_second_factor))
