"""How a survey looks: its colour, kept readable, and its logo, checked."""

from __future__ import annotations

import hashlib
import re

from django.utils.translation import gettext as _

from helder.errors import BadInput
from helder.web.surveys.models import Picture

_MOST_BYTES = 300_000
_BEGINS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
#: The contrast that text needs, and the surfaces of light and dark pages.
_ENOUGH, _LIGHT, _DARK = 4.5, (255, 255, 255), (24, 33, 32)
Colour = tuple[int, int, int]


def sheet(colour: str) -> str:
    """The style sheet of a colour written as 0b6480, darkened or lightened until it can be read on the page."""
    given = _parts(colour)
    light, dark = _readable(given, _LIGHT, (0, 0, 0)), _readable(given, _DARK, (255, 255, 255))
    inks = _written(_ink(light)), _written(_ink(dark))
    return f":root{{--accent:light-dark({_written(light)},{_written(dark)});--accent-ink:light-dark({inks[0]},{inks[1]})}}\n"


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, by WCAG 2: from 1 to 21."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def keep(content: bytes) -> str:
    """Keep a logo; gives its digest. Raises BadInput for one that is too large, or neither PNG nor JPEG."""
    if len(content) > _MOST_BYTES:
        raise BadInput(_("The logo is too large."), where=_("logo"), fix=_("Give one of at most 300 kB."))
    kind = next((kind for begin, kind in _BEGINS.items() if content.startswith(begin)), None)
    if kind is None:
        raise BadInput(_("The logo is neither PNG nor JPEG."), where=_("logo"), fix=_("Save it as one of them."))
    digest = hashlib.sha256(content).hexdigest()[:32]
    Picture.objects.get_or_create(digest=digest, defaults={"kind": kind, "content": content})
    return digest


def _readable(colour: Colour, ground: Colour, towards: Colour) -> Colour:
    """The colour, or the nearest mix of it with black or white that text can have on the ground."""
    for step in range(21):
        mixed = tuple(round(a + (b - a) * step / 20) for a, b in zip(colour, towards, strict=True))
        if contrast((mixed[0], mixed[1], mixed[2]), ground) >= _ENOUGH:
            return mixed[0], mixed[1], mixed[2]
    return towards


def _ink(colour: Colour) -> Colour:
    black, white = (0, 0, 0), (255, 255, 255)
    return white if contrast(white, colour) >= contrast(black, colour) else black


def _luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def _parts(colour: str) -> Colour:
    if not re.fullmatch(r"[0-9a-f]{6}", colour):
        raise BadInput(_("This is no colour."), where=colour[:20], fix=_("Write it as 0b6480."))
    return int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16)


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
