"""The form that begins a board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Board, said
from helder.boards.editing import said_in
from helder.boards.reading import parsed
from helder.errors import HelderError
from helder.web import serving
from helder.web.boards.opening import Opened
from helder.web.building.board_views import LONGEST
from helder.web.writing import language

#: Where a board begins, beside another board's key.
NOTHING, TEXT = "nothing", "text"


class MakeBoard(forms.Form):
    """A name, and with what the board begins: with nothing, as a copy of another, or as a text says."""

    title = forms.CharField(label=_("Name"), max_length=200, required=False)
    start = forms.ChoiceField(label=_("Begin with"))
    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(
        label=_("or text"), required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, boards: Sequence[Opened], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.boards = {one.key: one.board for one in boards}
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)
        start.choices = [(NOTHING, _("Nothing")), (TEXT, _("A text")), *((one.key, one.title) for one in boards)]

    def clean(self) -> dict[str, Any]:
        """With the board that it makes."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        if found["start"] == NOTHING:
            return {**found, "board": Board(said(found["title"] or str(_("My board"))))}
        board = self._written(found) if found["start"] == TEXT else self.boards[found["start"]]
        if board is None:
            return found
        named = found["title"] or (
            "" if found["start"] == TEXT else str(_("%(board)s, copy") % {"board": board.title.of(language())})
        )
        return {**found, "board": replace(board, title=said_in(board.title, named, language())) if named else board}

    def _written(self, found: dict[str, Any]) -> Board | None:
        """The board that the file or the text says; with an error beside the field where it says none."""
        field = "file" if found["file"] else "text"
        text = found["text"]
        if found["file"]:
            try:
                text = found["file"].read(LONGEST + 1).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error(field, _("It is no text in UTF-8."))
                return None
        if not text.strip() or len(text) > LONGEST:
            self.add_error(field, _("Choose a file or paste a text.") if not text.strip() else _("It is too long."))
            return None
        try:
            return parsed(text, serving.catalog(), found["file"].name if found["file"] else str(_("the text")))
        except HelderError as error:
            self.add_error(field, str(error))
            return None
