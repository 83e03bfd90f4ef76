"""What a template says in words of its own, not asked of a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, Token, TokenType

#: What stands for something filled in.
_FILLED = "\N{OBJECT REPLACEMENT CHARACTER}"
_READ_OUT = ("title", "aria-label", "placeholder", "alt", "label", "data-label")
_NOT_READ = ("script", "style", "code", "pre")
#: Blocks of which nothing is said as it stands.
_OPENS = ("blocktranslate", "comment", "verbatim")
#: Blocks that stand within a tag.
_ATTRIBUTES = ("block width", "block theme")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_READ:
            self.within.append(tag)
        self.said += [value or "" for name, value in attrs if name in _READ_OUT]
        kind = dict(attrs).get("type")
        self.said += [value or "" for name, value in attrs if name == "value" and tag == "input" and kind in ("submit", "button")]

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


def raw(template: str, allowed: frozenset[str]) -> list[str]:
    """The texts with words in them, other than those allowed."""
    reader = _Reader()
    reader.feed("".join(_without_tags(Lexer(template).tokenize())))
    reader.close()
    texts = [" ".join(text.split()) for text in reader.said]
    return [text for text in texts if set(_WORD.findall(text)) - allowed]


def _without_tags(tokens: list[Token]) -> Iterator[str]:
    translated = False
    for token in tokens:
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and (word in _OPENS or token.contents in _ATTRIBUTES):
            translated = True
            yield _FILLED
        elif token.token_type == TokenType.BLOCK and translated and word.startswith("end"):
            translated = False
        elif token.token_type == TokenType.TEXT and not translated:
            yield token.contents
        elif token.token_type == TokenType.VAR or word in ("translate", "url", "static"):
            yield _FILLED
