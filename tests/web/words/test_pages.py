"""Pages speak one language."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from tools.words.catalogue import merged

if TYPE_CHECKING:
    from django.test import Client

_READ_OUT = ("title", "aria-label", "placeholder", "alt", "label", "data-broken", "data-too-large")


class _Said(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self._in = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in = tag if tag in ("script", "style", "code", "pre", "option") else self._in
        self.said += [value or "" for name, value in attrs if name in _READ_OUT]
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in not in ("script", "style", "code", "pre"):
            self.said.append(" ".join(data.split()))


def english(language: str) -> dict[str, re.Pattern[str]]:
    """The texts that differ in a language, each as it would look on a page in English."""
    found = {}
    for message in merged(language):
        texts = (message.id,) if isinstance(message.id, str) else message.id
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if all(texts) and not set(texts) & set(said) and not message.context:
            found |= {text: re.compile(re.sub(r"%\\?\(\w+\\?\)s", ".*", re.escape(text.strip()))) for text in texts}
    own = {one for message in merged(language) for one in (message.string if isinstance(message.string, tuple) else [message.string])}
    shown = {text: look for text, look in found.items() if text not in own}  # point is Danish, too
    return {text: look for text, look in shown.items() if re.search(r"[^\W\d_]{3}", re.sub(r"%\(\w+\)s", "", text))}


@pytest.mark.parametrize("language", ["nl", "da"])
def test_no_page_says_anything_in_english(addresses: tuple[Client, list[str]], language: str) -> None:
    client, paths = addresses
    wanted, wrong = english(language), []
    for path in paths:
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code in (200, 400, 404), path
        page = _Said(answer.content.decode())
        assert page.language == language
        said = {unescape(text) for text in page.said if text}
        wrong += [f"{path}: {text}" for text in said for look in wanted.values() if look.fullmatch(text)]
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_same_pages_are_in_english_for_those_who_ask_so(addresses: tuple[Client, list[str]]) -> None:
    client, paths = addresses
    for path in paths:
        page = _Said(client.get(path, headers={"accept-language": "en"}).content.decode())
        assert page.language == "en"
        assert "Sign out" in page.said
