"""How the languages of Helder write figures."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: The languages by what they call themselves, English first: it is what is used where no other is asked for.
NAMES = {"en": "English", "nl": "Nederlands", "da": "Dansk"}
LANGUAGES = tuple(NAMES)


@dataclass(frozen=True)
class Style:
    """How one language writes figures.

    day, hour, minute, second, million, billion: as they are abbreviated. signs: of currencies, where one has its own.
    """

    decimal: str
    thousands: str
    day: str
    hour: str
    minute: str
    second: str
    million: str
    billion: str
    percentage_points: str
    nothing: str
    currency_first: bool
    signs: tuple[tuple[str, str], ...] = (("EUR", "€"), ("GBP", "£"), ("USD", "$"))

    def number(self, value: float, digits: int) -> str:
        """A number rounded once, half away from zero, so that a figure and its negative look alike."""
        scale = 10**digits
        rounded = math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)
        english = f"{rounded + 0.0:,.{digits}f}"
        return english.translate({ord(","): self.thousands, ord("."): self.decimal})

    def short(self, value: float) -> str:
        """A large number in millions or billions; one from a thousand up without decimals."""
        for size, name in ((1e9, self.billion), (1e6, self.million)):
            if abs(value) >= size:
                return f"{self.number(value / size, 2)} {name}"
        return self.number(value, 0 if abs(value) >= 1000 else 2)

    def money(self, amount: str, currency: str) -> str:
        """An amount with its currency, on the side where the language puts it."""
        return f"{currency} {amount}" if self.currency_first else f"{amount} {currency}"

    def sign(self, currency: str) -> str:
        """A currency's sign; its code where it has none."""
        return dict(self.signs).get(currency, currency)


_STYLES = {
    "en": Style(
        decimal=".",
        thousands=",",
        day="d",
        hour="h",
        minute="min",
        second="s",
        million="M",
        billion="bn",
        percentage_points="pp",
        nothing="not enough data",
        currency_first=True,
    ),
    "nl": Style(
        decimal=",",
        thousands=".",
        day="d",
        hour="u",
        minute="min",
        second="s",
        million="mln.",
        billion="mld.",
        percentage_points="procentpunt",
        nothing="te weinig gegevens",
        currency_first=True,
    ),
    "da": Style(
        decimal=",",
        thousands=".",
        day="d",
        hour="t",
        minute="min",
        second="s",
        million="mio.",
        billion="mia.",
        percentage_points="procentpoint",
        nothing="for få data",
        currency_first=False,
        signs=(("DKK", "kr."), ("EUR", "€"), ("GBP", "£"), ("USD", "$")),
    ),
}


def style(language: str) -> Style:
    """How a language writes figures, known by its code (nl, nl-be ...); as English does for one that Helder does not speak."""
    return _STYLES.get(language.lower().split("-")[0], _STYLES["en"])
