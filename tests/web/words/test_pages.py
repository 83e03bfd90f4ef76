"""Pages speak one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from web.words.reading import English, Page

from helder.model import TABLES

if TYPE_CHECKING:
    from django.test import Client

#: Names of columns and of values, which are what they are in every language.
DATA = frozenset({"always", "cancelled", "channel", "paid", "steps", *TABLES})


@pytest.mark.parametrize("language", ["nl", "da"])
def test_no_page_says_anything_in_english(addresses: tuple[Client, list[str]], language: str) -> None:
    client, paths = addresses
    english, wrong = English(language, DATA), []
    for path in paths:
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code in (200, 400, 404), path
        page = Page(answer.content.decode())
        assert page.language == language
        wrong += [f"{path}: {text}" for text in sorted(page.said) if text in english]
    assert not wrong, "\n".join(wrong)


def test_the_same_pages_are_in_english_for_those_who_ask_so(addresses: tuple[Client, list[str]]) -> None:
    client, paths = addresses
    for path in paths:
        page = Page(client.get(path, headers={"accept-language": "en"}).content.decode())
        assert page.language == "en"
        assert not {"Afmelden", "Uitloggen", "Log ud"} & page.said


def test_english_is_found_on_a_page() -> None:
    page = Page('<html lang="nl"><p>Loads</p><a title="Load 12">3 rows rejected</a><code>Mapping</code><b>Kengetallen</b></html>')
    assert (page.language, page.said) == ("nl", {"Loads", "Load 12", "3 rows rejected", "Kengetallen"})
    english = English("nl", DATA)
    assert {text for text in page.said if text in english} == {"Loads", "Load 12", "3 rows rejected"}
