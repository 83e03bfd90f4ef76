"""Mails about firings: what they say, and handing them over until each has come or cannot."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from helder.web.alerts.models import Mail, Told
from helder.web.alerts.telling import link
from helder.web.alerts.words import particulars, sentence, subject
from helder.web.inviting.couriers.handing import Handing

_LONGEST_SUBJECT = 200


def post() -> None:
    """Hand over what is due, one run at a time."""
    _handing.post()


def composed(mail: Mail, sender: str) -> EmailMultiAlternatives:
    """A mail in the language of its reader, as text and HTML."""
    firing = mail.firing
    with translation.override(mail.language):
        about: dict[str, Any] = {
            "subject": " ".join(subject(firing, mail.told).split())[:_LONGEST_SUBJECT],
            "sentence": sentence(firing),
            "particulars": particulars(firing),
            "link": link(firing),
            "alert": firing.alert,
            "language": mail.language,
            "to_take": mail.told in (Told.FIRED, Told.STILL),
        }
        text, page = (render_to_string(f"alerts/mail.{form}", about) for form in ("txt", "html"))
    host = sender.rsplit("@", 1)[-1].strip("> ") or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
        "Message-ID": f"<alert.{firing.pk}.{mail.pk}@{host}>",
    }
    made = EmailMultiAlternatives(about["subject"], text, sender, [mail.address], headers=headers)
    made.attach_alternative(page, "text/html")
    return made


_handing = Handing(lambda: Mail.objects.select_related("firing__alert__owner"), composed)
