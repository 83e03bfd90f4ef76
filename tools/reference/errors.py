"""The page of the errors."""

from __future__ import annotations

from collections.abc import Iterator

from helder.errors import HelderError
from tools.reference.markdown import code, grid, page


def pages() -> dict[str, str]:
    """One page of the whole family."""
    rows = ((code(kind.__name__), code(kind.__bases__[0].__name__), _meaning(kind)) for kind in _family(HelderError))
    return {
        "errors.md": page(
            "Errors",
            "Everything a user can cause or meet is a `helder.errors.HelderError`: it says `what` was wrong, `where`, and what "
            "to do about it (`fix`). The command line prints it on one line or two and ends with status 2; "
            "an interrupt ends with 130; the store is as it was.",
            grid(("Error", "Is a", "Raised for"), rows),
        )
    }


def _family(kind: type[HelderError]) -> Iterator[type[HelderError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _family(child)


def _meaning(kind: type[HelderError]) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]
