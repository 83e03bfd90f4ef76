"""What a page says, and in which language it says so."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tools.words.catalogue import merged

_READ_OUT = ("title", "aria-label", "placeholder", "alt", "label", "data-broken", "data-too-large")
_CODE = ("script", "style", "code", "pre")
_FILLED = re.compile(r"%\(\w+\)s")


class Page(HTMLParser):
    """A page. said: its texts, and those read out; language: that it says it is in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.language = ""
        self._code = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._code = tag if tag in _CODE else self._code
        self.said |= {value for name, value in attrs if name in _READ_OUT and value}
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""

    def handle_endtag(self, tag: str) -> None:
        self._code = "" if tag == self._code else self._code

    def handle_data(self, data: str) -> None:
        if not self._code and data.strip():
            self.said.add(" ".join(data.split()))


class English:
    """The English texts that differ in a language, as they look on a page; but those that are data, or words of it, too."""

    def __init__(self, language: str, data: frozenset[str]) -> None:
        asked, own = set(), set(data)
        for message in merged(language):
            asked |= set() if message.context else {message.id} if isinstance(message.id, str) else set(message.id)
            own |= {message.string} if isinstance(message.string, str) else set(message.string or ())
        spoken = {text for text in asked - own if re.search(r"[^\W\d_]{3}", _FILLED.sub("", text))}
        self.whole = {text.strip().replace("%%", "%") for text in spoken if not _FILLED.search(text)}
        filled = ("[^.]*".join(map(re.escape, _FILLED.split(text.strip()))) for text in spoken if _FILLED.search(text))
        self.filled = re.compile("|".join(f"(?:{look})" for look in sorted(filled)).replace("%%", "%"))

    def __contains__(self, text: str) -> bool:
        return text in self.whole or self.filled.fullmatch(text) is not None
