"""A report as one HTML file that needs nothing else: no script, no other host; it opens offline and prints."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from helder.web.reports.palette import sheet
from helder.web.reports.report import Report

#: What leads on to other pages of the site, which are not there beside a file; all that people wrote is escaped.
_LINK = re.compile(r"</?a\b[^>]*>")
_SHEETS = ("tokens.css", "page.css", "board.css", "pictures.css")


def html(report: Report) -> bytes:
    """The report as a page of its own, drawn as the board's page is."""
    styles = mark_safe("\n".join(sheet(name) for name in _SHEETS))  # noqa: S308 - style sheets of ours
    context = {"report": report, "styles": styles, **report.counts}
    return _LINK.sub("", render_to_string("reports/board.html", context)).encode()
