"""The small trend of a tile, drawn on the server: one SVG whose colours are the page's own.

See docs/decisions/charts-in-the-browser.md for why tiles do not use Vega.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, _EDGE = 240, 64, 6


@dataclass(frozen=True)
class Point:
    """One cell: its value and interval, None where there is none; whole: not cut off by the period's ends."""

    value: float | None
    low: float | None
    high: float | None
    whole: bool = True


@dataclass(frozen=True)
class _Place:
    x: float
    y: float | None
    low: float | None
    high: float | None
    whole: bool


def draw(points: Sequence[Point], goal: float | None, label: str) -> SafeString:
    """A line with its band and the goal; broken where a cell has no value, dashed at cells cut off by the period."""
    height = _height(points, goal)
    step = (WIDTH - 2 * _EDGE) / max(len(points) - 1, 1)
    places = [_Place(_EDGE + i * step, height(p.value), height(p.low), height(p.high), p.whole) for i, p in enumerate(points)]
    parts = [_band(run) for run in _runs(places, lambda p: p.low is not None and p.high is not None)]
    if goal is not None:
        parts.append(f'<path class="spark-goal" d="M0 {height(goal):.1f}H{WIDTH}"/>')
    for run in _runs(places, lambda p: p.y is not None):
        parts.extend(_line(run))
    drawn = mark_safe("".join(parts))  # noqa: S308 - nothing but numbers formatted above
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        drawn,
    )


def _height(points: Sequence[Point], goal: float | None) -> Callable[[float | None], float | None]:
    """From a value to its place; whole cells fill the height, bands far wider than them are cut off."""
    shown = [p for p in points if p.whole and p.value is not None] or [p for p in points if p.value is not None]
    values = [p.value for p in shown if p.value is not None] + ([goal] if goal is not None else [])
    bottom, top = (min(values), max(values)) if values else (0.0, 1.0)
    slack = (top - bottom) or abs(top) or 1.0
    ends = [v for p in shown for v in (p.low, p.high) if v is not None]
    bottom, top = max(min([bottom, *ends]), bottom - slack), min(max([top, *ends]), top + slack)
    span = (top - bottom) or 1.0

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        return _EDGE + (1 - (min(max(value, bottom), top) - bottom) / span) * (HEIGHT - 2 * _EDGE)

    return place


def _runs(places: Sequence[_Place], wanted: Callable[[_Place], bool]) -> Iterator[list[_Place]]:
    """Stretches of neighbouring places that are wanted."""
    run: list[_Place] = []
    for place in places:
        if wanted(place):
            run.append(place)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _band(run: list[_Place]) -> str:
    if len(run) == 1:
        (p,) = run
        return f'<path class="spark-range" d="M{p.x:.1f} {p.low:.1f}V{p.high:.1f}"/>'
    over = "L".join(f"{p.x:.1f} {p.high:.1f}" for p in run)
    under = "L".join(f"{p.x:.1f} {p.low:.1f}" for p in reversed(run))
    return f'<path class="spark-band" d="M{over}L{under}Z"/>'


def _line(run: list[_Place]) -> Iterator[str]:
    solid: list[str] = []
    dashed: list[str] = []
    for left, right in pairwise(run):
        stretch = f"M{left.x:.1f} {left.y:.1f}L{right.x:.1f} {right.y:.1f}"
        (solid if left.whole and right.whole else dashed).append(stretch)
    if solid:
        yield f'<path class="spark-line" d="{"".join(solid)}"/>'
    if dashed:
        yield f'<path class="spark-line spark-partial" d="{"".join(dashed)}"/>'
    last = run[-1]
    yield f'<path class="spark-dot" d="M{last.x:.1f} {last.y:.1f}h0"/>'
