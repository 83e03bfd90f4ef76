"""What customers read on their own page, in their language."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language_from_request

WORDS = {
    "en": {
        "language": "en",
        "title": "Your link for friends",
        "text": "Pass this link on. Who follows it and buys for the first time came by you.",
        "link": "Your link",
        "copy": "Copy the link",
        "share": "Share",
        "mail": "Send by e-mail",
        "subject": "A recommendation for you",
        "shared": "I have shared my link",
        "thanks": "Thank you for passing it on.",
        "copied": "The link is copied.",
    },
    "nl": {
        "language": "nl",
        "title": "Uw link voor vrienden",
        "text": "Geef deze link door. Wie hem volgt en voor het eerst iets koopt, kwam via u.",
        "link": "Uw link",
        "copy": "Link kopiëren",
        "share": "Delen",
        "mail": "Versturen per e-mail",
        "subject": "Een aanbeveling voor u",
        "shared": "Ik heb mijn link gedeeld",
        "thanks": "Dank u wel voor het doorgeven.",
        "copied": "De link is gekopieerd.",
    },
    "da": {
        "language": "da",
        "title": "Dit link til venner",
        "text": "Giv linket videre. Den, der følger det og køber for første gang, kom gennem dig.",
        "link": "Dit link",
        "copy": "Kopiér linket",
        "share": "Del",
        "mail": "Send med e-mail",
        "subject": "En anbefaling til dig",
        "shared": "Jeg har delt mit link",
        "thanks": "Tak, fordi du giver det videre.",
        "copied": "Linket er kopieret.",
    },
}


def words(request: HttpRequest) -> dict[str, str]:
    """The words in the language a browser asks for."""
    return WORDS.get(get_language_from_request(request)[:2], WORDS["en"])
