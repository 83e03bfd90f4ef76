"""Every text has its translation, and the kept files are those of the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Message

from tools.words.catalogue import LANGUAGES, files, merged
from tools.words.faults import faults, wrong_with
from tools.words.found import found, texts

if TYPE_CHECKING:
    from helder.web.serving import Serving

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_fits(language: str) -> None:
    assert list(faults(language)) == []


def test_the_kept_files_are_those_of_the_code() -> None:
    done = subprocess.run([sys.executable, "-m", "tools.words", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_files_say_nothing_of_when_or_where_they_were_written() -> None:
    once, again = files("nl"), files("nl")
    assert once == again
    (head,) = [text for path, text in once.items() if path.suffix == ".po"]
    assert b"-Date" not in head
    assert str(ROOT).encode() not in head


def test_texts_are_found_in_code_and_templates() -> None:
    code = (
        'from x import gettext as _\nsaid = _("one"), ngettext("%(n)s day", "%(n)s days", n), pgettext_lazy("a token", "May")\n'
    )
    assert list(texts(code, template=False)) == [("one", None), (("%(n)s day", "%(n)s days"), None), ("May", "a token")]
    template = """{% load i18n %}
        {% translate 'one' %} {% translate "By" context "a channel" %}
     {% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"""
    assert list(texts(template, template=True)) == [("one", None), ("By", "a channel"), (("%(n)s day", "%(n)s days"), None)]
    assert ("src/helder/web/templates/base.html", "Skip to the content", None) in set(found())


@pytest.mark.parametrize(
    ("text", "said", "wrong"),
    [
        ("Load %(n)s", "Import %(n)s", []),
        ("Load %(n)s", "", ["not translated"]),
        ("Load %(n)s", "Import", ["other values filled in"]),
        ("Load %(n)s", "Import %(m)s", ["other values filled in"]),
        ("from {low} on", "vanaf {hoog}", ["other values filled in"]),
        ("a <code>dot</code>", "een <b>punt</b>", ["other HTML"]),
        ("and ", "en", ["other spaces around it"]),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", "%(n)s dagen"), []),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", ""), ["not translated"]),
        (("%(n)s day", "%(n)s days"), ("%(n)s dag", "dagen"), ["other values filled in"]),
    ],
)
def test_what_is_wrong_with_a_translation(text: str | tuple[str, str], said: str | tuple[str, str], wrong: list[str]) -> None:
    assert list(wrong_with(Message(text, said))) == wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_stands_in_the_way_of_a_month_or_a_day_of_django(site: Serving, language: str) -> None:
    """Django looks its own words up among ours: May as a verb would be the fifth month, too."""
    from django.utils import dates, translation

    with translation.override("en"):
        named = (dates.MONTHS, dates.MONTHS_3, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
        own = {str(name) for some in named for name in some.values()}
    assert [message.id for message in merged(language) if message.id in own and not message.context] == []
