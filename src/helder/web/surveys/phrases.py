"""What a survey's pages say beside its questions, in the respondent's language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from django.conf.locale import LANG_INFO

_FALLBACK = "en"


@cache
def phrases(language: str) -> dict[str, str]:
    """Every phrase by its name, in English where the language has none."""
    return {name: words.get(language, words[_FALLBACK]) for name, words in _written().items()}


@cache
def _written() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("phrases.toml").read_text(encoding="utf-8"))


def named(language: str) -> str:
    """A language's name in itself; its code where that is not known."""
    known = LANG_INFO.get(language, {})
    return str(known.get("name_local", language)).capitalize()


def direction(language: str) -> str:
    """Which way a language is written: ltr or rtl."""
    return "rtl" if LANG_INFO.get(language, {}).get("bidi") else "ltr"
