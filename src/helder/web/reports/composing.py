"""A digest as a mail: the headline figures in words, the board as a picture, and as a PDF beside it."""

from __future__ import annotations

from email.mime.image import MIMEImage
from email.utils import parseaddr

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from helder.web.boards.pictures.board import Shown
from helder.web.boards.pictures.gauge import Gauge
from helder.web.boards.tile import Tile
from helder.web.reports import making
from helder.web.reports.links import board_link, leave_link
from helder.web.reports.models import Delivery
from helder.web.reports.report import Report
from helder.web.reports.telling import change, counts, goal, missing

_PICTURE = "board"


def files_of(report: Report, *, attached: bool) -> dict[str, bytes]:
    """The files that go with a digest, by format."""
    return {form: making.made(form, report) for form in ("png", *(["pdf"] if attached else []))}


def mail(delivery: Delivery, report: Report, files: dict[str, bytes], sender: str) -> EmailMultiAlternatives:
    """The mail, in the active language. files: as `files_of` gives them."""
    digest = delivery.digest
    said = {
        "report": report,
        "lines": lines(report),
        "counts": counts(report),
        "link": board_link(digest),
        "leave": leave_link(digest, delivery.email),
        "picture": _PICTURE,
    }
    headers = {
        "List-Unsubscribe": f"<{said['leave']}>",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<digest.{digest.pk}.{delivery.pk}@{parseaddr(sender)[1].rpartition('@')[2]}>",
        "Content-Language": report.language,
    }
    if str(said["leave"]).startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    subject = " ".join(f"{report.title}, {report.period}".split())
    made = EmailMultiAlternatives(subject, render_to_string("reports/mail.txt", said), sender, [delivery.email], headers=headers)
    made.attach_alternative(render_to_string("reports/mail.html", said), "text/html")
    picture = MIMEImage(files["png"], "png")
    picture.add_header("Content-ID", f"<{_PICTURE}>")
    picture.add_header("Content-Disposition", "inline", filename=f"{digest.board}.png")
    made.attach(picture)
    if "pdf" in files:
        made.attach(f"{digest.board}-{report.made_at:%Y-%m-%d}.pdf", files["pdf"], "application/pdf")
    return made


def lines(report: Report) -> list[dict[str, str]]:
    """Each headline figure in words: its name, what it is, its change and its goal."""
    return [_line(shown) for shown in report.tiles if shown.tile.picture in ("number", "gauge")]


def _line(shown: Shown) -> dict[str, str]:
    picture = shown.content.picture
    if shown.content.state != "value" or not isinstance(picture, Tile | Gauge):
        return {"title": shown.title, "value": missing(shown), "change": "", "goal": ""}
    moved = change(picture.change) if isinstance(picture, Tile) else None
    held = goal(picture.goal)
    return {
        "title": shown.title,
        "value": picture.value,
        "change": f"{moved['text']} ({moved['sure']})" if moved and moved["text"] else "",
        "goal": held["text"] if held else "",
    }
