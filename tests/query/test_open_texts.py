"""One plan serves every value of a filter; what is no text, and what is more than is left open, is planned by itself."""

from __future__ import annotations

import pytest

from helder.facts import conditions


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("country = 'NL'", ("NL",)),
        ("country in ('NL', 'DK') and team = 'it''s'", ("NL", "DK", "it's")),
        ("wait_seconds > 30", ()),
        ("topic like '%a%'", ()),
        ("not (channel = 'phone') or hour = 9", ("phone",)),
    ],
)
def test_texts_beside_names_are_left_open(text: str, texts: tuple[str, ...]) -> None:
    shape, found = conditions.opened(text)
    assert found == texts
    for i, value in enumerate(texts):
        assert conditions.TEXTS[i] in shape
        assert f"'{value}'" not in shape


def test_more_than_are_left_open_stay_as_they_are() -> None:
    many = "country in ({})".format(", ".join(f"'c{i}'" for i in range(40)))
    assert conditions.opened(many) == (many, ())
