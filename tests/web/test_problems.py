"""What a page says is wrong names the place as the page calls it, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


def place(page: str) -> str | None:
    """Where it says that something was wrong."""
    found = re.search(r'<p class="muted">[^<:]*: “([^<]*)”</p>', page[page.index('<section class="card problem">') :])
    return found[1] if found else None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-13-01", "Van"),
        ("since=2026-01-01&until=2026-02-31", "Tot en met"),
        ("since=1990-01-01&grain=day", "Tijdstap"),
        ("segment=NL", None),
        ("segment=planet:Mars", None),
        ("period=yesterday", None),
    ],
)
def test_a_place_is_named_as_the_page_names_it(signed_in: Callable[[str], Client], query: str, said: str | None) -> None:
    from helder.web.accounts.models import Person

    client = signed_in("manager")
    Person.objects.update(language="nl")
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    named = place(answer.content.decode())
    assert named == said if said is None else (named or "").startswith(said)


def test_a_metric_is_named_by_its_title(site: object) -> None:
    from django.test import RequestFactory

    from helder.errors import BadQuestion
    from helder.web.problems import told

    page = told(RequestFactory().get("/"), BadQuestion("It has none.", where="nps")).content.decode()
    assert place(page) == "Net Promoter Score"
    page = told(RequestFactory().get("/"), BadQuestion("It has none.", where="own.toml:3")).content.decode()
    assert place(page) == "own.toml:3"
