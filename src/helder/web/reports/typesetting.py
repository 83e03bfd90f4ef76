"""A report as PDF and PNG, set by Typst from plain data: nothing anyone wrote is code. See docs/decisions/paper-by-typst.md."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from helder.web.reports.report import Report
from helder.web.reports.telling import told

_FOLDER = Path(__file__).parent / "paper"
#: Points of the picture to an inch of the paper it would be on.
_PPI = 120.0


def pdf(report: Report, *, paper: str, landscape: bool) -> bytes:
    """The report as a tagged PDF that meets PDF/UA-1, but where it has signs for which there is no font here.

    paper: a4 or letter.
    """
    import typst

    given = {**told(report), "paper": {"letter": "us-letter"}.get(paper, paper), "flipped": landscape, "long": False}
    try:
        return _set(given, report, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if "PDF/UA" not in error.message:
            raise
        return _set(given, report, format="pdf")


def png(report: Report) -> bytes:
    """The report as one picture, as long as it must be."""
    return _set({**told(report), "long": True}, report, format="png", ppi=_PPI)


def _set(given: dict[str, Any], report: Report, **how: Any) -> bytes:
    import typst

    made = typst.compile(
        _FOLDER / "board.typ",
        root=_FOLDER,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(given)},
        timestamp=int(report.made_at.timestamp()),
        **how,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> Any:
    """The font of reports, from its package; those of the system only for signs that it has not."""
    import typst

    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(files("font_source_sans_pro") / "files")]
    )
