"""The texts that the code asks a translation of."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract

from tools.words.defined import defined

WEB = Path(__file__).resolve().parents[2] / "src" / "helder" / "web"
#: What stands for gettext in the code: the place of the text, of its plural, of its context.
_CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
#: Names of files in which Django's template language is written.
_TEMPLATES = (".html", ".txt")

Text = str | tuple[str, str]


def found() -> Iterator[tuple[str, Text, str | None]]:
    """Every text in order: the file it stands in, the text or its singular and plural, and its context if it has one."""
    for path in sorted(WEB.rglob("*")):
        if path.suffix == ".py" or (path.suffix in _TEMPLATES and "templates" in path.parts):
            place = path.relative_to(WEB.parents[2]).as_posix()
            for text, context in texts(path.read_text(encoding="utf-8"), template=path.suffix != ".py"):
                yield place, text, context
    for place, text in defined():
        yield place, text, None


def texts(source: str, *, template: bool) -> Iterator[tuple[Text, str | None]]:
    """The texts of one file, each with its context."""
    code = f"({_as_code(source)})" if template else source  # within brackets a template's own indentation says nothing
    for _, messages, _, context in extract("python", io.BytesIO(code.encode()), _CALLS, options={"encoding": "utf-8"}):
        yield (messages[0], messages[1]) if isinstance(messages, tuple) else messages, context


def _as_code(template: str) -> str:
    """A template as calls of gettext, all else crossed out."""
    from django.utils.translation.template import templatize

    return str(templatize(template))
