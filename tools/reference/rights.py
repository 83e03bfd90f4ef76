"""The page of who may open what, from what the test of every address expects."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.reference.markdown import code, grid, page

EXPECTED = Path(__file__).resolve().parents[2] / "tests" / "web" / "rights" / "expected.toml"
_PAGES = (
    "Address", "Nobody", "Administrator", "Analyst", "Manager of a department", "Agent", "Viewer of the company",
    "Viewer of a department",
)  # fmt: skip
_API = (
    "Operation",
    "Nobody",
    "An administrator's browser",
    "Token that reads",
    "Token that writes",
    "Token that reads and manages webhooks",
)
_SHOWN = {"yes": "✓", "no": "403", "-": ""}


def pages() -> dict[str, str]:
    """One page of all addresses."""
    found: dict[str, str] = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    api = {name: answers for name, answers in found.items() if len(answers.split(" ")) < len(_PAGES) - 1}
    sites = {name: answers for name, answers in found.items() if name not in api}
    return {
        "rights.md": page(
            "Who may open what",
            "Every address of the site and every operation of the API, tried by everybody on a running site; a test fails where "
            "the answer is another, and where an address is not listed here. ✓: let in. 403: refused, with a page that says why. "
            "404: told that there is no such thing, as of a board that is not shared with one. sign-in: led to the page of "
            "signing in. token: asked for a token (401). What is open to nobody is left out. Whoever is let in still sees only "
            "the rows of their departments: see [Share a board](../how-to/share-a-board.md).",
            "## Pages",
            grid(_PAGES, _rows(sites)),
            "## The API",
            "The way in for rows, `POST /api/v1/tables/{name}`, is answered beside these: by tokens that may write to the table.",
            grid(_API, _rows(api)),
        )
    }


def _rows(found: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for name, answers in found.items():
        words = answers.split(" ")
        if set(words) <= {"-", "sign-in"}:
            continue
        asked, _, about = name.partition(" [")
        yield (code(asked) + (f" ({about.rstrip(']')})" if about else ""), *(_SHOWN.get(word, word) for word in words))
