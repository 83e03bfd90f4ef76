"""helder boards: boards as texts, out of Helder and into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helder.cli.app import app
from helder.cli.output import show_grid, write

if TYPE_CHECKING:
    from helder.boards.board import Board
    from helder.settings import Settings

boards = typer.Typer(no_args_is_help=True, help="List boards, write them as TOML, check and take in TOML.")
app.add_typer(boards, name="boards")

_File = Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file with a board.")]


@boards.command(name="list")
def list_(context: typer.Context) -> None:
    """List every board: its key, title, version, owner and when it was changed; those that come with Helder last."""
    from helder.web.building.passing import every

    grid = [
        [one.key, one.title, str(one.version or ""), one.owner, f"{one.changed_at:%Y-%m-%d %H:%M}" if one.changed_at else ""]
        for one in every(context.obj.settings())
    ]
    show_grid(["board", "title", "version", "owner", "changed"], grid, right=frozenset({2}))


@boards.command()
def export(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="BOARD", help="The key of a board: helder boards list.")],
    output: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """Write a board as TOML: `helder boards export executive --output executive.toml`."""
    from helder.boards.writing import toml
    from helder.web.building.passing import named

    text = toml(named(context.obj.settings(), key))
    if output is None:
        print(text, end="")
        return
    write(output, text.encode())


@boards.command()
def check(context: typer.Context, file: _File) -> None:
    """Tell whether a file says a board, and if not, the line that is at fault."""
    board = _read(context.obj.settings(), file)
    tiles = sum(1 for _ in board.tiles)
    print(f"{file}: {board.title.of('en')}, {tiles} tile{'' if tiles == 1 else 's'}: sound.")


@boards.command(name="import")
def import_(
    context: typer.Context,
    file: _File,
    owner: Annotated[
        str | None, typer.Option(metavar="USERNAME", help="Whose board it will be. [default: administrators']")
    ] = None,
    board: Annotated[str | None, typer.Option(metavar="BOARD", help="Publish it as the next version of this board.")] = None,
) -> None:
    """Publish the board that a file says, and print its key; also while Helder serves."""
    from helder.web.building.passing import taken_in

    settings = context.obj.settings()
    print(taken_in(settings, _read(settings, file), owner, board))


def _read(settings: Settings, file: Path) -> Board:
    from helder import toml
    from helder.boards.reading import parsed
    from helder.workspace import catalog_of

    return parsed(toml.text_of(file), catalog_of(settings.home), str(file))
