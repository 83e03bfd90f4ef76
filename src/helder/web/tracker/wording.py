"""What visitors are asked, in their language."""

from __future__ import annotations

WORDS = {
    "en": {
        "intent": "What is the main reason for your visit today?",
        "task": "Did you manage to do what you came for?",
        "yes": "Yes",
        "no": "No",
        "why": "What stood in your way?",
        "send": "Send",
        "close": "Close",
        "thanks": "Thank you",
        "helps": "Your answer helps us to improve this site.",
    },
    "nl": {
        "intent": "Wat is de belangrijkste reden van uw bezoek vandaag?",
        "task": "Is het gelukt waarvoor u kwam?",
        "yes": "Ja",
        "no": "Nee",
        "why": "Wat stond u in de weg?",
        "send": "Versturen",
        "close": "Sluiten",
        "thanks": "Dank u wel",
        "helps": "Uw antwoord helpt ons deze site te verbeteren.",
    },
    "da": {
        "intent": "Hvad er den vigtigste grund til dit besøg i dag?",
        "task": "Lykkedes det dig at gøre det, du kom for?",
        "yes": "Ja",
        "no": "Nej",
        "why": "Hvad stod i vejen?",
        "send": "Send",
        "close": "Luk",
        "thanks": "Tak",
        "helps": "Dit svar hjælper os med at forbedre siden.",
    },
}

LANGUAGES = tuple(WORDS)

INTENTS = """\
buy | Buy something | Iets kopen | Købe noget
compare | Look around or compare | Rondkijken of vergelijken | Se mig omkring eller sammenligne
order | Follow an order | Een bestelling volgen | Følge en bestilling
help | Get help or an answer | Hulp of een antwoord | Få hjælp eller svar
other | Something else | Iets anders | Noget andet
"""


def choices(text: str) -> list[dict[str, str]]:
    """The choices of intent that lines name, each with its words by language; the usual ones where no line does.

    Raises ValueError with the number of a line that cannot be read.
    """
    found: list[dict[str, str]] = []
    for number, line in enumerate((text.strip() or INTENTS).splitlines(), start=1):
        parts = [part.strip() for part in line.split("|")]
        if not line.strip():
            continue
        if len(parts) > 1 + len(LANGUAGES) or not all(0 < len(part) <= 80 for part in parts) or parts[0] in _values(found):
            raise ValueError(number)
        found.append({"value": parts[0], **dict(zip(LANGUAGES, parts[1:] or parts, strict=False))})
    return found


def _values(found: list[dict[str, str]]) -> set[str]:
    return {one["value"] for one in found}
