"""A report as plain data, for what draws it: every text a value, nothing of it code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from helder.web.boards.pictures.asking import Content
from helder.web.boards.pictures.board import Shown
from helder.web.boards.reach import Reach
from helder.web.boards.sparkline import HEIGHT, WIDTH
from helder.web.boards.tile import Change, Tile
from helder.web.reports.palette import alone, colours, shades
from helder.web.reports.placing import bands
from helder.web.reports.report import Report

Told = dict[str, Any]
#: Millimetres of paper: a column of twelve, and how high a sparkline is.
_COLUMN, _HIGH = 20.5, 12.0


def told(report: Report) -> Told:
    """The report: sections of bands of tiles, each tile with its place and what its picture is drawn from."""
    return {
        "title": report.title,
        "about": report.about,
        "lang": report.language,
        "period": report.period,
        "facts": [list(fact) for fact in report.facts],
        "counts": counts(report),
        "footnote": report.footnote,
        "colours": colours(),
        "shades": shades(),
        "sections": [
            {"title": heading, "bands": [[{**_tile(one.shown), "x": one.x, "y": one.y} for one in band] for band in bands(tiles)]}
            for heading, tiles in report.sections
        ],
    }


def counts(report: Report) -> str:
    """How many tiles are better, worse, or miss their goal, in words."""
    lines = strip_tags(render_to_string("boards/_counts.html", report.counts)).split("\n")
    return " \N{MIDDLE DOT} ".join(filter(None, map(str.strip, lines)))


def own_view(shown: Shown) -> str:
    """What a tile looks at beside what its board does, in words."""
    return " \N{MIDDLE DOT} ".join(filter(None, [shown.view.title if shown.tile.period else "", shown.own]))


def missing(shown: Shown) -> str:
    """Why a tile shows nothing, in words."""
    content = shown.content
    if isinstance(content.picture, Tile):
        content = Content(content.state, about={"dimension": content.picture.unknown})
    return " ".join(strip_tags(render_to_string("boards/_missing.html", {"content": content})).split()).lstrip("\N{EN DASH} ")


def _tile(shown: Shown) -> Told:
    tile, content = shown.tile, shown.content
    about = {"title": shown.title.strip(), "own": own_view(shown), "w": tile.width, "h": tile.height}
    if content.state != "value":
        return {**about, "kind": "missing", "text": missing(shown)}
    kind = {"stacked": "line", "ranked": "bars", "cohorts": "heat"}.get(tile.picture, tile.picture)
    return {**about, "kind": kind, **_PICTURES[tile.picture](content.picture, shown)}


def _number(tile: Tile, shown: Shown) -> Told:
    interval = f"95 % {tile.interval}" if tile.interval else ""
    return {
        "value": tile.value,
        "tag": _("provisional") if tile.provisional else "",
        "range": " \N{MIDDLE DOT} ".join(filter(None, [interval, f"n {tile.n}", tile.note])),
        "change": change(tile.change),
        "goal": goal(tile.goal),
        "spark": alone(_as_wide(tile.chart, shown.tile.width)) if tile.chart else "",
        "alt": "; ".join(f"{cell.start}: {cell.value}" for cell in tile.cells),
    }


def _as_wide(sparkline: str, columns: int) -> str:
    """A sparkline drawn for so many columns of paper, its lines as thick as they were."""
    factor = max(columns * _COLUMN / _HIGH * HEIGHT / WIDTH, 1.0)
    wide = re.sub(r"([MLH])([\d.]+)", lambda at: f"{at[1]}{float(at[2]) * factor:.1f}", sparkline)
    return wide.replace(f'viewBox="0 0 {WIDTH} {HEIGHT}"', f'viewBox="0 0 {WIDTH * factor:.0f} {HEIGHT}"')


def change(change: Change | None) -> Told:
    """A change against the period before: what it is, which way, and how sure."""
    if change is None:
        return {"text": "", "sure": _("nothing before to compare with"), "verdict": "neutral", "arrow": ""}
    sure = _("significant") if change.significant else _("within chance") if change.p else _("not tested")
    return {
        "text": f"{change.text} {change.words}",
        "arrow": {"▲": "up", "▼": "down"}.get(change.arrow, "flat"),
        "verdict": change.verdict,
        "sure": ", ".join(filter(None, [sure, change.p])),
    }


def goal(reach: Reach | None) -> Told | None:
    """A goal and how it stands."""
    if reach is None:
        return None
    target = f"{_('Goal')} {reach.target}" + (f" ({reach.period})" if reach.bounded else "")
    words = " \N{MIDDLE DOT} ".join(filter(None, [target, reach.status, reach.words]))
    return {"look": reach.look, "text": words, "forecast": reach.forecast or ""}


def _line(lines: Any, shown: Shown) -> Told:
    words = "; ".join(" ".join(row[:3]) for row in lines.rows)
    return {"svg": alone(lines.svg), "alt": f"{lines.label}. {words}"}


def _bars(picture: Any, shown: Shown) -> Told:
    ranked = shown.tile.picture == "ranked"
    bars = [
        {**asdict(bar), "label": bar.label or _("not known"), "against_words": bar.against_words, "p": bar.p or ""}
        for bar in picture.bars
    ]
    for bar in bars:
        if bar["note"] == "suppressed":
            bar["value"] = _("too few to show")
    words = []
    if picture.whole_value:
        words.append(_("All together %(value)s, the dashed line.") % {"value": picture.whole_value})
    return {
        "ranked": ranked,
        "heads": [picture.dimension, _("Picture"), _("Value"), "95 %", "n", _("Against the rest")],
        "tested": picture.tested,
        "bars": bars,
        "whole": picture.whole,
        "words": " ".join([*words, *_more(picture.more)]),
    }


def _more(number: int) -> list[str]:
    return [_("And %(more)s more.") % {"more": number}] if number else []


def _heat(matrix: Any, shown: Shown) -> Told:
    rows = [
        {"label": label.text, "size": size, "cells": [{"text": one.text, "shade": one.shade} for one in cells]}
        for label, size, cells in matrix.rows
    ]
    return {**asdict(matrix), "heads": [head.text for head in matrix.heads], "rows": rows}


def _funnel(steps: Any, shown: Shown) -> Told:
    found = []
    for i, step in enumerate(steps):
        before = _("%(share)s of the step before") % {"share": step.of_before} if step.of_before and i else ""
        found.append({**asdict(step), "shares": " \N{MIDDLE DOT} ".join(filter(None, [step.of_first, before]))})
    return {"steps": found}


def _distribution(picture: Any, shown: Shown) -> Told:
    return asdict(picture)


def _table(picture: Any, shown: Shown) -> Told:
    return {
        "heads": [picture.dimension, *picture.heads],
        "lines": [{"label": line.label, "figures": line.figures} for line in picture.lines],
        "whole": {"label": _("All together"), "figures": picture.whole.figures},
        "words": " ".join(_more(picture.more)),
    }


def _gauge(picture: Any, shown: Shown) -> Told:
    return {**asdict(picture), "goal": goal(picture.goal), "words": "" if picture.goal else _("No goal is set for it.")}


def _comments(picture: Any, shown: Shown) -> Told:
    masked = _("masked, as it may hold personal data")
    return {"comments": [{**asdict(one), "text": one.text or masked, "masked": one.text is None} for one in picture]}


def _note(picture: Any, shown: Shown) -> Told:
    return {"paragraphs": [normalize_newlines(one) for one in picture]}


_PICTURES: dict[str, Callable[[Any, Shown], Told]] = {
    "number": _number,
    "line": _line,
    "stacked": _line,
    "bars": _bars,
    "ranked": _bars,
    "heat": _heat,
    "cohorts": _heat,
    "funnel": _funnel,
    "distribution": _distribution,
    "table": _table,
    "gauge": _gauge,
    "comments": _comments,
    "note": _note,
}
