"""The pages there are pictures of. To add one, add a line; it is shown in docs/explanation/pages.md, or where it is told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scheme = Literal["light", "dark"]
WIDE, PHONE = 1440, 390


@dataclass(frozen=True)
class Picture:
    """A picture: its file's name, the address, and how it is looked at.

    tall: points of the page shown at most. opens: what is clicked first. without: it is looked at by nobody who is signed in.
    agent: by an agent, not an administrator. empty: it is of a Helder that holds nothing yet. status: what the page answers with.
    """

    name: str
    path: str
    width: int = WIDE
    scheme: Scheme = "light"
    tall: int = 1500
    opens: str | None = None
    without: bool = False
    agent: bool = False
    empty: bool = False
    status: int = 200


PICTURES: tuple[Picture, ...] = (
    Picture("board", "/boards/executive?period=12-months", tall=1800),
    Picture("board-dark", "/boards/executive?period=12-months", scheme="dark", tall=1800),
    Picture("board-phone", "/boards/executive?period=12-months", width=PHONE, tall=1800),
    Picture("boards", "/boards"),
    Picture("board-journey", "/boards/customer-journey?period=12-months", tall=1900),
    Picture("board-contact-centre", "/boards/contact-centre?period=4-weeks"),
    Picture("board-service", "/boards/service-quality?period=12-months", tall=1900),
    Picture("board-loyalty", "/boards/loyalty?period=12-months", tall=1900),
    Picture("board-digital", "/boards/digital?period=12-months"),
    Picture("board-employees", "/boards/employees"),
    Picture("board-voice", "/boards/voice?period=12-months", tall=1900),
    Picture("board-own-work", "/boards/own-work?period=12-months", agent=True),
    Picture("board-download", "/boards/executive?period=12-months", tall=900, opens="details.download > summary"),
    Picture("wall", "/boards/contact-centre/wall", scheme="dark", tall=1000),
    Picture("first-run", "/", tall=790, empty=True),
    Picture("board-new", "/boards/new"),
    Picture("board-edit", "/boards/{board}/edit"),
    Picture("board-edit-phone", "/boards/{board}/edit", width=PHONE, tall=1400),
    Picture("board-tile", "/boards/{board}/edit/tile", tall=1200),
    Picture("board-settings", "/boards/{board}/edit/settings"),
    Picture("board-text", "/boards/{board}/edit/text", tall=1200),
    Picture("board-versions", "/boards/{board}/versions"),
    Picture("board-share", "/boards/{board}/share"),
    Picture("shared", "{link}", without=True),
    Picture("links", "/links"),
    Picture("metrics", "/metrics", tall=1200),
    Picture("metric", "/metrics/csat?period=12-months&by=channel"),
    Picture("change", "/metrics/csat/change?period=3-months&by=channel"),
    Picture("rows", "/metrics/csat/rows?period=4-weeks", tall=900),
    Picture("goals", "/goals"),
    Picture("alerts", "/alerts"),
    Picture("alert", "/alerts/new?metric=nps"),
    Picture("firing", "{firing}"),
    Picture("follow-ups", "/follow-ups?whose=all"),
    Picture("follow-up", "/follow-ups?whose=all", opens="tbody tr:nth-child(6) a"),
    Picture("follow-up-phone", "/follow-ups?whose=all", width=PHONE, tall=1400),
    Picture("follow-up-rules", "/follow-ups/rules"),
    Picture("reports", "/reports?board=executive&period=4-weeks"),
    Picture("surveys", "/surveys"),
    Picture("survey-questions", "/surveys/{survey}/questions"),
    Picture("survey-words", "/surveys/{survey}/words"),
    Picture("survey-look", "/surveys/{survey}/look"),
    Picture("survey", "/s/{survey}", width=PHONE, tall=1000),
    Picture("survey-reach", "/surveys/{survey}"),
    Picture("sendings", "/sendings"),
    Picture("sending", "/sendings/new"),
    Picture("sites", "/sites"),
    Picture("site", "{site}"),
    Picture("referrals", "/referrals"),
    Picture("sources", "/sources"),
    Picture("source", "/sources/new/zendesk"),
    Picture("uploads", "/uploads"),
    Picture("upload", "{upload}"),
    Picture("loads", "/loads"),
    Picture("load", "/loads/1"),
    Picture("tokens", "/tokens"),
    Picture("api", "/api/v1/docs", tall=1400),
    Picture("webhooks", "/webhooks"),
    Picture("people", "/people"),
    Picture("person", "/people/1"),
    Picture("departments", "/departments"),
    Picture("department", "/departments/new"),
    Picture("invitations", "/invitations"),
    Picture("audit", "/audit", tall=900),
    Picture("you", "/you"),
    Picture("second-factor", "/you/second-factor"),
    Picture("sign-in", "/sign-in", tall=800, without=True),
    Picture("error", "/?since=soon", tall=700, status=400),
)
