"""A board of one's own with every kind of picture, and with texts that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from helder.boards.board import Board
    from helder.web.reports.report import Report
    from helder.web.serving import Serving

HOSTILE = '#read("/etc/passwd") <script>alert(1)</script> $x^2$ =1+1 \\u{1} ]] *a* Æblegrød på øen'
OTHER_SIGNS = "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED} \N{GRINNING FACE}"

BOARD: dict[str, Any] = {
    "title": HOSTILE,
    "period": "3-months",
    "sections": [
        {
            "title": "Voice & <b>value</b>",
            "tiles": [
                {"key": "nps", "picture": "number", "metrics": ["nps"]},
                {"key": "none", "picture": "number", "metrics": ["csat"]},
                {"key": "line", "picture": "line", "metrics": ["nps"]},
                {"key": "stacked", "picture": "stacked", "metrics": ["contact_volume"], "by": ["channel"]},
                {"key": "bars", "picture": "bars", "metrics": ["sales"], "by": ["channel"]},
                {"key": "ranked", "picture": "ranked", "metrics": ["nps"], "by": ["country"]},
                {"key": "heat", "picture": "heat", "metrics": ["contact_volume"]},
                {"key": "funnel", "picture": "funnel", "metrics": ["contact_volume", "orders"]},
                {"key": "distribution", "picture": "distribution", "metrics": ["nps"]},
                {"key": "table", "picture": "table", "metrics": ["nps", "sales"], "by": ["channel"]},
                {"key": "gauge", "picture": "gauge", "metrics": ["nps"]},
                {"key": "comments", "picture": "comments", "metrics": ["nps"]},
                {"key": "note", "picture": "note", "text": HOSTILE + "\n\nSecond paragraph"},
            ],
        }
    ],
}


@pytest.fixture
def board(site: Serving) -> Board:
    """The board."""
    from helder.boards.reading import board as read

    return read(BOARD, site.questions.workspace.catalog)


@pytest.fixture
def report(site: Serving) -> Callable[..., Report]:
    """Works a board out as an analyst sees it."""
    from datetime import datetime

    from helder.web import serving
    from helder.web.boards.view import read
    from helder.web.reports.report import made

    def make(of: Board, *, personal: bool = True) -> Report:
        questions = site.questions
        view = read({}, questions.today(), of)
        return made(of, 3, view, questions, datetime.now(serving.zone()), personal=personal)

    return make
