"""The colours of the pages, for what cannot read their style sheets: those of the light theme."""

from __future__ import annotations

import re
from functools import cache

from helder.web.configure import PACKAGE

_SHEETS = PACKAGE / "static" / "helder"
_FONT = "Source Sans Pro"


@cache
def colours() -> dict[str, str]:
    """By name, the value of every colour of tokens.css in the light theme."""
    return dict(re.findall(r"--([\w-]+): light-dark\((#\w+),", sheet("tokens.css")))


@cache
def shades() -> list[list[str | int]]:
    """The shades of matrices, the least first: how many per cent of `series` are in it, what the rest is, and the ink on it."""
    found: list[list[str | int]] = []
    for line in re.findall(r"^\.shade-\d \{.*$", sheet("pictures.css"), re.MULTILINE):
        mixed = re.search(r"var\(--series\) (\d+)%, var\(--([\w-]+)\)", line)
        ink = "shade-ink" if "--shade-ink" in line else "ink"
        found.append([int(mixed[1]), mixed[2], ink] if mixed else [100, "surface", ink])
    return found


@cache
def sheet(name: str) -> str:
    """A style sheet of the pages."""
    return (_SHEETS / name).read_text(encoding="utf-8")


def alone(svg: str) -> str:
    """A drawing of the pages, as one that needs none of their style sheets."""
    drawn = svg.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{_FONT}" ', 1)
    start = drawn.index(">") + 1
    drawn = f"{drawn[:start]}<style>{_of_sparklines()}</style>{drawn[start:]}" if 'class="spark' in svg else drawn
    drawn = drawn.replace("system-ui, sans-serif", _FONT)
    return re.sub(r"var\(--([\w-]+)\)", lambda found: colours().get(found[1], "#000000"), drawn)


@cache
def _of_sparklines() -> str:
    return "".join(line for line in sheet("board.css").splitlines() if re.match(r"\.spark(-| path| \.)", line))
