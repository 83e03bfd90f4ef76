"""Mails about follow-ups: what they say, and handing them over until each has come or cannot."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from helder.web.alerts.words import language_of
from helder.web.follow_ups import telling, words
from helder.web.follow_ups.models import Mail, Told
from helder.web.inviting.couriers.handed import State
from helder.web.inviting.couriers.handing import Handing

#: Named one by one in a mail; the list has the others.
_NAMED = 20


def post() -> None:
    """Hand over what is due, one run at a time."""
    _handing.post()


def trouble() -> str:
    """Why the last mail was not taken; empty where it was, or there was none."""
    last = Mail.objects.exclude(tries=0).order_by("-made_at", "-pk").first()
    return last.said if last is not None and last.state != State.SENT else ""


def composed(mail: Mail, sender: str) -> EmailMultiAlternatives:
    """A mail in the language of its reader, as text and HTML; nothing personal is in it."""
    language = language_of(mail.person)
    some = list(mail.follow_ups.select_related("rule"))
    with translation.override(language):
        about: dict[str, Any] = {
            "subject": words.subject(Told(mail.told), some),
            "sentence": words.sentence(Told(mail.told), len(some), mail.by),
            "lines": [(words.line(one), telling.link(one)) for one in some[:_NAMED]],
            "others": max(0, len(some) - _NAMED),
            "list": telling.address(next((one.rule.site for one in some if one.rule), "")) + reverse("follow-ups"),
            "language": language,
        }
        text, page = (render_to_string(f"follow_ups/mail.{form}", about) for form in ("txt", "html"))
    host = sender.rsplit("@", 1)[-1].strip("> ") or "localhost"
    headers = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
        "Message-ID": f"<follow-up.{mail.pk}@{host}>",
    }
    made = EmailMultiAlternatives(about["subject"], text, sender, [mail.person.email], headers=headers)
    made.attach_alternative(page, "text/html")
    return made


_handing = Handing(lambda: Mail.objects.select_related("person"), composed)
