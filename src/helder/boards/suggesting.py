"""What suits a metric: the pictures that can show it, by what, and a small section that tells most of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from helder.boards.board import Section, Tile, Words
from helder.boards.pictures import PICTURES, WEEK, apart_by, spread_over
from helder.metrics import Catalog, Metric

#: Dimensions that tell people most, in this order; the clock is drawn as a heat map instead.
TELLING = (
    "channel", "topic", "team", "queue", "segment", "country", "device", "touchpoint", "survey", "network", "category",
    "product", "acquired_via", "language",
)  # fmt: skip
#: Dimensions that some metrics are known by as part of what they are, not as who or what they are about.
_WITHIN = ("instrument", "respondent", "scale", "currency", "direction", "share", "symbol")


def shared(metrics: Sequence[Metric]) -> tuple[str, ...]:
    """The dimensions that all of some metrics are known by, the most telling first."""
    if not metrics:
        return ()
    first, *others = metrics
    names = [name for name in first.dimensions if all(name in other.dimensions for other in others)]
    return tuple(sorted(names, key=lambda name: TELLING.index(name) if name in TELLING else len(TELLING)))


def best_dimension(metrics: Sequence[Metric], but: Sequence[str] = ()) -> str | None:
    """The dimension that tells most of some metrics."""
    found = [name for name in shared(metrics) if name not in (*WEEK, *_WITHIN, *but) and name not in _apart(metrics)]
    return found[0] if found else None


def fitting(tile: Tile, catalog: Catalog) -> tuple[str, ...]:
    """The pictures that can show the metrics of a tile, by a dimension of its own where they need one."""
    return tuple(name for name in PICTURES if not any(True for _ in _faults(drawn_as(tile, name, catalog), catalog)))


def drawn_as(tile: Tile, picture: str, catalog: Catalog) -> Tile:
    """The tile drawn as another picture: by its dimensions as far as that takes them, by the best where it needs one."""
    least, most = PICTURES[picture].by
    metrics = [catalog[name] for name in tile.metrics if name in catalog]
    if PICTURES[picture].either and len(metrics) > 1:
        most = 0
    known = shared(metrics)
    by = tuple(name for name in tile.by if name in known)[:most]
    spread = len(metrics) == 1 and spread_over(metrics[0]) is not None
    needs = least or (1 if PICTURES[picture].slices and not spread else 0)
    if len(by) < needs and (best := best_dimension(metrics)):
        by = (best,)
    width, height = PICTURES[picture].size
    return replace(tile, picture=picture, by=by, width=width, height=height)


def guess(metrics: Sequence[Metric]) -> str:
    """The picture that most people would choose for some metrics."""
    if not metrics:
        return "note"
    if len(metrics) > 1:
        return "line" if len({metric.unit.name for metric in metrics}) == 1 and len(metrics) <= 4 else "table"
    (metric,) = metrics
    if apart_by(metric) == "stage_reached":
        return "funnel"
    if apart_by(metric) == "months_since":
        return "cohorts"
    return "bars" if spread_over(metric) else "number"


def section(metric: Metric, catalog: Catalog) -> Section:
    """A small section that tells most of a metric: its figure, its course, where it differs and when."""
    titles = Words(tuple(metric.titles.items()))
    wide = guess([metric])
    if wide != "number":
        return Section(metric.name, titles, (_tile(metric, wide, 12, 4 if wide == "cohorts" else 3),))
    tiles = [_tile(metric, "number", 3, 2), _tile(metric, "line", 9, 2)]
    first = best_dimension([metric])
    if first:
        tiles.append(_tile(metric, "bars" if metric.unit.name in ("count", "money") else "ranked", 6, 3, first))
    second = best_dimension([metric], but=(first,) if first else ())
    if all(name in metric.dimensions for name in WEEK):
        tiles.append(_tile(metric, "heat", 6, 3))
    elif second:
        tiles.append(_tile(metric, "ranked", 6, 3, second))
    return Section(metric.name, titles, tuple(_only_sound(tiles, catalog)))


def _tile(metric: Metric, picture: str, width: int, height: int, by: str | None = None) -> Tile:
    return Tile(
        f"{metric.name.replace('@', '-')}-{picture}"[:80],
        picture,
        (metric.name,),
        (by,) if by else (),
        width=width,
        height=height,
    )


def _only_sound(tiles: Sequence[Tile], catalog: Catalog) -> Iterator[Tile]:
    return (tile for tile in tiles if not any(True for _ in _faults(tile, catalog)))


def _faults(tile: Tile, catalog: Catalog) -> Iterator[object]:
    return PICTURES[tile.picture].faults(tile, catalog)


def _apart(metrics: Sequence[Metric]) -> set[str | None]:
    return {find(metric) for metric in metrics for find in (apart_by, spread_over)}
