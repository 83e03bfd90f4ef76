"""Goals and benchmarks through the API: what `helder goals` and `helder benchmarks` give."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router

from helder.web import serving
from helder.web.api.asking import DATE, Listed
from helder.web.api.described import TABLE
from helder.web.api.figures import told

router = Router(tags=["Figures"])


class Standing(Listed):
    """Which goals."""

    metric: Annotated[list[str], Field(description="Of this metric only; may be repeated.", default_factory=list)]
    at: Annotated[
        str | None, Field(description="As they stood before this local date; today by default.", json_schema_extra=DATE)
    ] = None
    everything: Annotated[bool, Field(description="Those that ended more than 91 days before, too.")] = False


class Compared(Listed):
    """Which benchmarks."""

    metric: Annotated[list[str], Field(description="Of this metric only; may be repeated.", default_factory=list)]
    at: Annotated[str | None, Field(description="Own figures of the year before this local date.", json_schema_extra=DATE)] = None
    industry: Annotated[str | None, Field(description="Of this industry only; the workspace's by default.")] = None


@router.get("/goals", openapi_extra=TABLE, summary="How goals stand")
def goals(request: HttpRequest, asked: Query[Standing]) -> HttpResponse:
    """Each goal's figure so far, how far it is, and what is to come."""
    return told(
        request, asked, lambda workspace: workspace.goals(*asked.metric, at=asked.at, everything=asked.everything).to_arrow()
    )


@router.get("/benchmarks", openapi_extra=TABLE, summary="What others reach")
def benchmarks(request: HttpRequest, asked: Query[Compared]) -> HttpResponse:
    """What others reach, with source and year, beside one's own figures."""
    industry = asked.industry or serving.now().settings["industry"]
    return told(request, asked, lambda workspace: workspace.benchmarks(*asked.metric, industry=industry, at=asked.at).to_arrow())
