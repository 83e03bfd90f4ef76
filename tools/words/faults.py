"""What is wrong with a translation, as far as a machine can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Message

from tools.words.catalogue import merged

_PLACES = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
_MARKS = re.compile(r"</?\w[^>]*>|&\w+;")


def faults(language: str) -> Iterator[str]:
    """Every text that is not translated into a language, or whose translation does not fit it."""
    for message in merged(language):
        if message.id:
            for wrong in sorted(set(wrong_with(message))):
                yield f"{language}, {message.locations[0][0]}: {wrong}: {message.id!r}"


def wrong_with(message: Message) -> Iterator[str]:
    """What is wrong with a message's translation; nothing for a good one."""
    texts = (message.id,) if isinstance(message.id, str) else message.id
    forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    if len(forms) != len(texts) or not all(forms):
        yield "not translated"
        return
    for text, said in zip(texts, forms, strict=True):
        if sorted(_PLACES.findall(text)) != sorted(_PLACES.findall(said)):
            yield "other values filled in"
        if sorted(_MARKS.findall(text)) != sorted(_MARKS.findall(said)):
            yield "other HTML"
        if _edges(text) != _edges(said):
            yield "other spaces around it"


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
