"""What the server calls for each request: Django for the pages, the intake for rows that are sent."""

from __future__ import annotations

from typing import Any

from helder.settings import Settings
from helder.web.api.access import Pace
from helder.web.api.bodies import Limits
from helder.web.api.intake import PREFIX, Intake
from helder.web.streaming import Streaming


def application(settings: Settings) -> Any:
    """The site of one home folder, as an ASGI application."""
    limits = Limits.of(settings["api_body_mb"], settings["api_unpacked_mb"])
    pages, intake = Streaming(), Intake(settings.home, limits, Pace(settings["api_per_second"]))

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        sends_rows = scope["type"] == "http" and scope["method"] == "POST" and scope["path"].startswith(PREFIX)
        await (intake if sends_rows else pages)(scope, receive, send)

    return answer
