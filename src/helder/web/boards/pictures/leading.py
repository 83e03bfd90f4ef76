"""Where a tile leads on to: what lies behind its figure, and the figure by something else."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from helder.boards.suggesting import TELLING, shared
from helder.web.boards.pictures.asking import Drawing
from helder.web.boards.tile import Tile

#: Dimensions offered to look at a figure by, at most.
_MOST = 5


@dataclass(frozen=True)
class Lead:
    """A link from a tile. kind: what it is to: "by" a dimension, "behind" the figure, or a "change" of the tile."""

    title: str
    href: str
    kind: str = "behind"


def leads(drawing: Drawing, picture: object) -> tuple[Lead, ...]:
    """The links of a tile's menu; none where pages of metrics are not open to whoever looks."""
    if not drawing.links or not drawing.metrics:
        return ()
    metric, view = drawing.metrics[0], drawing.view
    page = f"/metrics/{quote(metric.name)}"
    by = f"&by={quote(drawing.tile.by[0])}" if drawing.tile.by else ""
    apart = f"&apart={quote(picture.apart)}" if isinstance(picture, Tile) and picture.apart else ""
    narrowed = {name for name, values in view.filters if len(values) == 1}
    known = [name for name in shared([metric]) if name in TELLING and name not in (*narrowed, *drawing.tile.by)]
    only = "\n".join(f"{name}:{values[0]}" for name, values in view.filters if len(values) == 1)  # all hold, as an alert has it
    alert = urlencode({"metric": metric.name, **({"segment": only} if only else {})})
    return (
        Lead(_("What changed it"), f"{page}/change?{view.query}{by}"),
        Lead(_("How it came about"), f"{page}?{view.query}#how"),
        *([] if view.confidential else [Lead(_("Rows behind it"), f"{page}/rows?{view.query}{apart}")]),
        *([Lead(_("Make an alert"), f"{reverse('new-alert')}?{alert}")] if drawing.alerts else []),
        *(
            Lead(metric.dimensions[name].title_in(drawing.language[:2]), f"{page}?{view.query}&by={quote(name)}", "by")
            for name in known[:_MOST]
        ),
        *(
            [Lead(_("Change this tile"), reverse("draft-tile", args=[drawing.edits, drawing.tile.key]), "change")]
            if drawing.edits
            else []
        ),
    )
