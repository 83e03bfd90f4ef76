"""Forms about uploads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helder.connectors.reading.options import FORMATS, WHITESPACE, FileOptions
from helder.model import TABLES

_ENCODINGS = ("utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "cp850", "utf-16")
_SEPARATORS = ((",", _("comma")), (";", _("semicolon")), ("\t", _("tab")), ("|", "|"), (WHITESPACE, _("spaces")))


def tables() -> list[tuple[str, str]]:
    """The tables of the data model, to choose from."""
    return [(table.name, f"{table.name}: {gettext(table.grain)}") for table in TABLES.values()]


def _or_found(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("as found")), *choices]


class HowRead(forms.Form):
    """How a file is written: what its content does not tell."""

    format = forms.ChoiceField(label=_("Form"), required=False, choices=_or_found((one, one) for one in FORMATS))
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=_or_found((one, one) for one in _ENCODINGS))
    separator = forms.ChoiceField(label=_("Separator"), required=False, choices=_or_found(_SEPARATORS))
    decimal = forms.ChoiceField(label=_("Decimal sign"), choices=((".", _("point")), (",", _("comma"))), required=False)
    thousands = forms.ChoiceField(
        label=_("Between thousands"),
        required=False,
        choices=(("", _("nothing")), (".", _("point")), (",", _("comma")), (" ", _("space")), ("'", "'")),
    )
    skip = forms.IntegerField(label=_("Lines before the header"), required=False, min_value=0, max_value=10_000)
    header = forms.BooleanField(label=_("The first line names the columns"), required=False)
    missing = forms.CharField(
        label=_("Stands for no value"),
        required=False,
        max_length=500,
        help_text=_("In every column; separated by commas: ?, n/a"),
    )
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    member = forms.ChoiceField(label=_("File in the archive"), required=False)

    def __init__(self, *args: Any, sheets: tuple[str, ...] = (), members: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, several in (("sheet", sheets), ("member", members)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _or_found((one, one) for one in several)
            if not several:
                del self.fields[name]
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and (said := self.initial.get(name)) and not field.valid_value(said):
                field.choices = [*cast(Iterable[Any], field.choices), (said, said)]  # what only the mapping could say so far

    @staticmethod
    def initial_of(options: FileOptions) -> dict[str, Any]:
        """What the form shows of a mapping's [file]."""
        return {
            **{name: getattr(options, name) or "" for name in ("format", "encoding", "separator", "decimal", "sheet", "member")},
            "thousands": options.thousands or "",
            "skip": options.skip or None,
            "header": options.header,
            "missing": ", ".join(options.missing),
        }

    def options(self, before: FileOptions) -> FileOptions:
        """What the form says; the names of columns stay as the mapping has them."""
        given = self.cleaned_data
        missing = tuple(one.strip() for one in given["missing"].split(",") if one.strip())
        missing = before.missing if missing == tuple(one.strip() for one in ", ".join(before.missing).split(",")) else missing
        return FileOptions(
            format=given["format"] or None,
            separator=given["separator"] or None,
            encoding=given["encoding"] or None,
            header=given["header"],
            columns=before.columns,
            skip=given["skip"] or 0,
            sheet=given.get("sheet") or None,
            member=given.get("member") or None,
            missing=missing,
            decimal=given["decimal"] or ".",
            thousands=given["thousands"] or None,
        )
