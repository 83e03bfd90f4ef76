"""The form of a tile: what it shows, as what, of which rows and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Tile
from helder.boards.editing import said_in
from helder.boards.pictures import PICTURES
from helder.boards.reading import tile_faults
from helder.boards.suggesting import drawn_as, fitting, guess
from helder.web import serving
from helder.web.boards.view import GRAINS, PERIODS
from helder.web.building.narrowing import sent
from helder.web.writing import language

#: What the pictures are called.
TITLES = {
    "number": _("Figure"), "line": _("Line over time"), "bars": _("Bars"), "stacked": _("Stacked shares"),
    "heat": _("Hours of the week"), "funnel": _("Funnel"), "cohorts": _("Cohorts"), "distribution": _("Distribution"),
    "table": _("Table"), "ranked": _("Ranked list"), "gauge": _("Goal gauge"), "comments": _("Comments"), "note": _("Note"),
}  # fmt: skip
_COMPARISONS = (("previous", _("The period before")), ("year", _("A year before")), ("none", _("Nothing")))
#: The field in which something of a tile is given.
_FIELDS = {"filters": "filter"}


class TileForm(forms.Form):
    """One tile."""

    metrics = forms.MultipleChoiceField(label=_("Metric"), required=False)
    picture = forms.ChoiceField(label=_("Picture"), choices=list(TITLES.items()))
    by = forms.ChoiceField(label=_("Dimension"), required=False)
    period = forms.ChoiceField(label=_("Period"), choices=[("", _("That of the board")), *PERIODS.items()], required=False)
    grain = forms.ChoiceField(label=_("Grain"), choices=[("", _("That of the board")), *GRAINS.items()], required=False)
    compare = forms.ChoiceField(label=_("Compared with"), choices=_COMPARISONS, required=False)
    most = forms.IntegerField(
        label=_("Values shown at most"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": 10}),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    text = forms.CharField(label=_("Text"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, data: Mapping[str, Any] | None, tile: Tile) -> None:
        super().__init__(data, label_suffix="")
        self.tile = tile
        metrics, by = self.fields["metrics"], self.fields["by"]
        assert isinstance(metrics, forms.MultipleChoiceField)
        assert isinstance(by, forms.ChoiceField)
        metrics.choices = [(name, name) for name in serving.catalog()]
        by.choices = [("", ""), *((name, name) for name in _dimensions())]

    def clean(self) -> dict[str, Any]:
        """With the tile that it makes, held against the catalogue."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        tile = self._said(found)
        for name, fault in tile_faults(tile, serving.catalog()):
            field = _FIELDS.get(name, name)
            text = " ".join(text for text in (fault.what, fault.fix) if text)
            self.add_error(field if field in self.fields else None, text)
        if tile.picture == "note" and not tile.text:
            self.add_error("text", _("Write what it is to say."))
        return {**found, "tile": tile}

    def _said(self, found: Mapping[str, Any]) -> Tile:
        note = found["picture"] == "note"
        return replace(
            self.tile,
            picture=found["picture"],
            metrics=() if note else tuple(found["metrics"]),
            by=(found["by"],) if found["by"] and PICTURES[found["picture"]].by[1] else (),
            title=said_in(self.tile.title, found["title"], language()),
            text=said_in(self.tile.text, found["text"], language()) if note else self.tile.text,
            filters=() if note else sent(_list(self.data, "filter")),
            period=None if note else found["period"] or None,
            grain=None if note else found["grain"] or None,
            compare=found["compare"] or "previous",
            most=found["most"] or 10,
        )


def initial(tile: Tile) -> dict[str, Any]:
    """A tile as its form sends it."""
    return MultiValueDict(
        {
            "metrics": list(tile.metrics),
            "picture": [tile.picture],
            "by": [*tile.by, ""][:1],
            "filter": [f"{name}:{value}" for name, values in tile.filters for value in values],
            "period": [tile.period or ""],
            "grain": [tile.grain or ""],
            "compare": [tile.compare],
            "most": [tile.most],
            "title": [tile.title.of(language())],
            "text": [tile.text.of(language())],
        }
    )


def as_sent(query: Mapping[str, Any], tile: Tile) -> Tile:
    """The tile that a form sends, as far as there is what it names; whether or not it goes together."""
    catalog, asked, by = serving.catalog(), str(query.get("picture") or ""), str(query.get("by") or "")
    metrics = tuple(name for name in dict.fromkeys(_list(query, "metrics")) if name in catalog)
    picture = asked if asked in PICTURES else tile.picture
    return replace(tile, metrics=metrics, picture=picture, by=(by,) if by in _dimensions() else ())


def given(query: Mapping[str, Any], tile: Tile) -> tuple[dict[str, Any], Tile]:
    """What a form sends about a tile, made to go together; and the tile as far as that says it, in its size.

    A picture that does not fit the metrics gives way to the one most people would choose, and one that needs a dimension
    gets the most telling.
    """
    catalog, asked = serving.catalog(), str(query.get("picture") or "")
    drawn = as_sent(query, tile)
    if asked == "note":
        drawn = sized_as(replace(drawn, metrics=(), by=()), tile)
    elif drawn.metrics:
        picture = asked if asked in fitting(drawn, catalog) else guess([catalog[name] for name in drawn.metrics])
        drawn = sized_as(drawn_as(drawn, picture, catalog), tile)
    found = MultiValueDict({name: _list(query, name) for name in (*TileForm.base_fields, "filter")})
    found.setlist("metrics", list(drawn.metrics))
    found.setlist("picture", [drawn.picture])
    found.setlist("by", list(drawn.by) or [""])
    return found, drawn


def sized_as(tile: Tile, before: Tile) -> Tile:
    """The tile in the size it had, where it is still drawn as it was; else in the usual size of its picture."""
    width, height = PICTURES[tile.picture].size
    if tile.picture == before.picture and before.key:
        width, height = before.width, before.height
    return replace(tile, width=width, height=height)


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    return data.getlist(name) if isinstance(data, MultiValueDict) else [data[name]] if name in data else []


def _dimensions() -> list[str]:
    return sorted({name for metric in serving.catalog().values() for name in metric.dimensions})
