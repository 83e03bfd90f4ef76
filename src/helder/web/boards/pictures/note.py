"""A text that people write on a board."""

from __future__ import annotations

from helder.web.boards.data import Cut
from helder.web.boards.pictures.asking import Content, Drawing


def cuts(drawing: Drawing) -> tuple[Cut, ...]:
    """Nothing."""
    return ()


def draw(drawing: Drawing) -> Content:
    """The paragraphs of the text."""
    text = drawing.tile.text.of(drawing.language)
    return Content("value", tuple(part.strip() for part in text.split("\n\n") if part.strip()))
