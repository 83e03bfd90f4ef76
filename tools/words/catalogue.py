"""The file of a language: its texts as people write them (.po), and as the site reads them (.mo)."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.words.found import WEB, found

LANGUAGES = ("nl", "da")
_HEAD = (
    "# Helder's texts. make words brings in those that are new and takes out those that are gone;\n"
    "# docs/how-to/translate.md has the glossary."
)


class Words(Catalog):
    """A language's texts, whose head has nothing in it that differs from one day or machine to the next."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What the head of the file says."""
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def place(language: str, ending: str) -> Path:
    """Where a language's texts are kept."""
    return WEB / "locale" / language / "LC_MESSAGES" / f"django.{ending}"


def read(language: str) -> Catalog:
    """The texts of a language as they are kept; none where there is no file yet."""
    path = place(language, "po")
    if not path.exists():
        return Words(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str) -> Words:
    """The texts of the code in order, with the translations that are kept; those of texts that are gone are left out."""
    kept, whole = read(language), Words(locale=language, header_comment=_HEAD, charset="utf-8", fuzzy=False)
    for path, text, context in found():
        there = kept.get(text if isinstance(text, str) else text[0], context)
        whole.add(text, _said(there, text), [(path, None)], context=context)  # type: ignore[list-item]
    for message in whole:
        message.locations = sorted(set(message.locations))
    return whole


def _said(kept: Message | None, text: str | tuple[str, str]) -> str | tuple[str, ...]:
    """What is kept of a text: a translation in as many forms as it has itself."""
    forms = 1 if isinstance(text, str) else 2
    said = kept.string if kept is not None and not kept.fuzzy else ""
    if forms == 1:
        return said if isinstance(said, str) else ""
    return ("", "") if isinstance(said, str) or said is None else tuple(said)


def files(language: str) -> dict[Path, bytes]:
    """Both files of a language as they should be."""
    catalogue, text, compiled = merged(language), io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=0, sort_by_file=True, ignore_obsolete=True)
    write_mo(compiled, catalogue)
    return {place(language, "po"): text.getvalue(), place(language, "mo"): compiled.getvalue()}
