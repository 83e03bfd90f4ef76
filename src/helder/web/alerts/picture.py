"""The picture of what an alert watches, drawn on the server: the figures, what was to be expected, and where it was so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from helder.web.boards import figure

WIDTH, HEIGHT = 720, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 78, 12, 12, 26
Place = tuple[float, float]


def draw(
    points: Sequence[Sequence[Any]], unit: str, label: str, *, so: Sequence[int] = (), line: float | None = None
) -> SafeString:
    """One SVG. points: label (ISO 8601), value, low, high. so: places at which it was so. line: that is not to be crossed."""
    known = [float(value) for point in points for value in point[1:4] if value is not None]
    known += [line] if line is not None else []
    if not known:
        return SafeString("")
    bottom, top = min(known), max(known)
    if unit in ("count", "s") or (len(unit) == 3 and unit.isupper()):
        bottom = min(bottom, 0.0)
    span = (top - bottom) or abs(top) or 1.0

    def height(value: float) -> float:
        return _TOP + (1 - (value - bottom) / span) * (HEIGHT - _TOP - _BOTTOM)

    step = (WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)
    parts = [_tick(height(value), figure.headline(value, unit)) for value in dict.fromkeys((bottom, (bottom + top) / 2, top))]
    parts += _bands(points, step, height)
    if line is not None:
        parts.append(f'<path class="alert-line" d="M{_LEFT} {height(line):.1f}H{WIDTH - _RIGHT}"/>')
    places = [(_LEFT + i * step, height(point[1])) if point[1] is not None else None for i, point in enumerate(points)]
    parts += _figures(places, so)
    parts += [_end(points[0][0], _LEFT, "start"), _end(points[-1][0], WIDTH - _RIGHT, "end")]
    drawn = mark_safe("".join(parts))  # noqa: S308 - numbers and dates formatted here
    return format_html(
        '<svg class="alert-picture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>', WIDTH, HEIGHT, label, drawn
    )


def _tick(y: float, text: str) -> str:
    said = format_html('<text class="alert-text" x="{}" y="{}" text-anchor="end">{}</text>', _LEFT - 8, f"{y + 4:.1f}", text)
    return f'<path class="alert-grid" d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}"/>{said}'


def _bands(points: Sequence[Sequence[Any]], step: float, height: Callable[[float], float]) -> list[str]:
    """What was to be expected: a stretch for each run of periods, a bar for one alone."""
    parts: list[str] = []
    run: list[int] = []
    for place in range(len(points) + 1):
        if place < len(points) and points[place][2] is not None and points[place][3] is not None:
            run.append(place)
        elif run:
            half = step / 2 if len(run) == 1 else 0.0
            xs = [_LEFT + run[0] * step - half, *(_LEFT + i * step for i in run[1:-1]), _LEFT + run[-1] * step + half]
            ends = [run[0], *run[1:-1], run[-1]]
            over = "L".join(f"{x:.1f} {height(points[i][3]):.1f}" for x, i in zip(xs, ends, strict=True))
            under = "L".join(f"{x:.1f} {height(points[i][2]):.1f}" for x, i in zip(xs[::-1], ends[::-1], strict=True))
            parts.append(f'<path class="alert-band" d="M{over}L{under}Z"/>')
            run = []
    return parts


def _figures(places: list[Place | None], so: Sequence[int]) -> list[str]:
    stretches = [f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}" for a, b in pairwise(places) if a and b]
    parts = [f'<path class="alert-figures" d="{"".join(stretches)}"/>'] if stretches else []
    lone = [p for i, p in enumerate(places) if p and not any(places[max(i - 1, 0) : i] + places[i + 1 : i + 2])]
    parts += [f'<circle class="alert-lone" cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="2.5"/>' for p in lone]
    marked = [places[i] for i in so if i < len(places)]
    return parts + [f'<circle class="alert-so" cx="{p[0]:.1f}" cy="{p[1]:.1f}" r="5"/>' for p in marked if p]


def _end(label: str, x: float, anchor: str) -> str:
    moment = datetime.fromisoformat(label)
    said = date_format(moment.date(), "SHORT_DATE_FORMAT")
    if moment.hour:
        said = f"{said} {moment:%H:%M}"
    return format_html('<text class="alert-text" x="{}" y="{}" text-anchor="{}">{}</text>', x, HEIGHT - 6, anchor, said)
