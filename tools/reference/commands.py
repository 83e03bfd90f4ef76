"""The page of the command line."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import typer.main

import helder.cli.main  # noqa: F401 - makes the commands known
from helder.cli.app import app
from tools.reference.markdown import code, codes, grid, page

STATUSES = (("0", "done"), ("2", "the input was wrong, and nothing was changed"), ("130", "interrupted, and nothing was changed"))


def pages() -> dict[str, str]:
    """One page of all commands."""
    group = typer.main.get_group(app)
    commands = dict(sorted(every(group.commands).items()))
    overview = grid(
        ("Command", "Does"), ((f"[{name}](#helder-{name.replace(' ', '-')})", _sentence(commands[name])) for name in commands)
    )
    blocks = [block for name, command in commands.items() for block in _command(name, command)]
    return {
        "command-line.md": page(
            "The command line",
            f"{len(commands)} commands; each has `--help`. "
            "Options that hold for every command are given before it: `helder --home shop load ...`.",
            _options(group),
            overview,
            *blocks,
            "## Exit status",
            grid(("Status", "Means"), STATUSES),
        )
    }


def every(commands: Mapping[str, Any], under: str = "") -> dict[str, Any]:
    """The commands by their words, those within a command of several in its place."""
    found: dict[str, Any] = {}
    for name, command in commands.items():
        within = getattr(command, "commands", None)
        found |= every(within, f"{under}{name} ") if within else {f"{under}{name}": command}
    return found


def _command(name: str, command: Any) -> list[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = _options(command)
    usage = " ".join(["helder", name, *(["[OPTIONS]"] if options else []), *map(_placeholder, arguments)])
    named = grid(("Argument", "Meaning"), ((code(_metavar(each)), each.help or "") for each in arguments))
    return [f"## helder {name}", inspect.cleandoc(command.help or ""), f"```text\n{usage}\n```", named, options]


def _options(command: Any) -> str:
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    return grid(("Option", "Default", "Meaning"), ((_spelling(each), _default(each), each.help or "") for each in options))


def _spelling(option: Any) -> str:
    names = [*option.opts, *option.secondary_opts]
    return codes(names, "<br>")


def _default(option: Any) -> str:
    value = option.default
    if callable(value) or value in (None, False, (), []):
        return ""
    return code(getattr(value, "value", value))


def _metavar(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


def _placeholder(argument: Any) -> str:
    name = _metavar(argument)
    if argument.nargs == -1 and not name.endswith("..."):
        name = f"{name}..."
    return name if argument.required else f"[{name}]"


def _sentence(command: Any) -> str:
    return inspect.cleandoc(command.help or "").split("\n\n")[0]
