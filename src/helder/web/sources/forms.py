"""Forms about connections, made of what each system asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from helder import model
from helder.connectors.sources import connection as connections
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.system import Field, System
from helder.web import serving

_OFTEN = ((5, _("every 5 minutes")), (15, _("every 15 minutes")), (60, _("every hour")), (360, _("every 6 hours")),
          (1440, _("every day")), (0, _("only when asked")))  # fmt: skip


class ConnectionForm(forms.Form):
    """A connection: what its system asks for, how often it runs, and from when on it fetches."""

    def __init__(self, system: System, given: Any = None, kept: Connection | None = None) -> None:
        super().__init__(given)
        self.system, self.kept = system, kept
        if kept is None:
            self.fields["name"] = forms.RegexField(
                r"^[a-z0-9][a-z0-9_-]{0,40}$",
                label=_("Short name"),
                initial=_free(system.name),
                help_text=_("Small letters, digits, - and _. It names the connection in files and commands."),
            )
        self.fields["title"] = forms.CharField(
            label=pgettext_lazy("of a connection", "Title"), max_length=80, initial=kept.title if kept else system.title
        )
        for one in system.fields:
            self.fields[one.name] = _asked(one, kept)
        if kept is None and not system.named:
            self.fields["prefix"] = forms.CharField(
                label=_("Before identifiers"),
                required=False,
                max_length=40,
                help_text=_(
                    "Put before every identifier this system gives, as desk-, so that none is taken for one of another system. "
                    "It cannot be changed afterwards."
                ),
            )
        often = dict(_OFTEN)
        every = kept.every if kept else system.every
        choices = list(_OFTEN) if every in often else [(every, gettext("every %(n)s minutes") % {"n": every}), *_OFTEN]
        self.fields["every"] = forms.TypedChoiceField(label=_("Runs"), coerce=int, choices=choices, initial=every)
        self.fields["since"] = forms.DateField(
            label=_("From"),
            required=False,
            initial=kept.since if kept else None,
            widget=forms.DateInput(attrs={"type": "date"}),
            help_text=_("What changed before this day is not fetched. Empty: everything."),
        )

    def clean_name(self) -> str:
        """Refuse a name that is taken."""
        name = str(self.cleaned_data["name"])
        if name in connections.names(serving.now().home):
            raise forms.ValidationError(_("That name is taken."))
        return name

    def clean(self) -> dict[str, Any]:
        """A secret that is kept goes to no other address than the one it was entered for."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        moved = self.kept is not None and any(
            one.address and given.get(one.name) != self.kept.settings.get(one.name, "") for one in self.system.fields
        )
        for one in self.system.fields:
            if moved and one.secret and not given.get(one.name) and self.kept and self.kept.settings.get(one.name):
                self.add_error(one.name, gettext("The address is another one: enter this again for it."))
        for one in self.system.fields:
            if one.address and urlsplit(given.get(one.name) or "").password:
                self.add_error(
                    one.name, gettext("A password does not belong here, where it is shown: enter it in the field for it.")
                )
        if "prefix" in self.fields and "name" in given:
            made = Connection(given["name"], self.system, "", {}, prefix=given.get("prefix", ""))
            if other := connections.clashing(serving.now().home, made):
                told = gettext("%(other)s gives identifiers that could be the same: put something before these.")
                self.add_error("prefix", told % {"other": other})
        return given

    def connection(self) -> Connection:
        """The connection as it is now."""
        given = self.cleaned_data
        before: Mapping[str, str] = self.kept.settings if self.kept else {}
        settings = {one.name: given[one.name] or (before.get(one.name, "") if one.secret else "") for one in self.system.fields}
        made = self.kept or Connection(given["name"], self.system, "", {}, prefix=given.get("prefix", ""))
        return replace(made, title=given["title"], settings=settings, every=given["every"], since=given["since"])


def _free(name: str) -> str:
    taken = connections.names(serving.now().home)
    return next(one for one in (name, *(f"{name}-{i}" for i in range(2, 1000))) if one not in taken)


def _asked(one: Field, kept: Connection | None) -> forms.Field:
    before = kept.settings.get(one.name, "") if kept else one.default
    label, help_text = gettext(one.title), gettext(one.help) if one.help else ""
    if one.secret:
        widget: forms.Widget = forms.PasswordInput(attrs={"autocomplete": "off"})
        if before:
            help_text = gettext("Kept, and never shown. Leave it empty to keep it.")
        return forms.CharField(label=label, help_text=help_text, required=one.required and not before, widget=widget)
    widget = forms.Textarea(attrs={"rows": 4}) if one.several else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=one.required, initial=before, widget=widget)


class ListsForm(forms.Form):
    """Which of a system's lists are fetched."""

    def __init__(self, kept: Connection, given: Any = None) -> None:
        super().__init__(given)
        chosen = [one.name for one in kept.listings()]
        self.fields["lists"] = forms.MultipleChoiceField(
            label=_("What is fetched"),
            choices=[(one.name, gettext(one.title)) for one in kept.system.listings],
            initial=chosen,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one.")},
        )


class AddedForm(forms.Form):
    """A table, or a pattern of files, to be fetched too; and what its rows become."""

    listing = forms.CharField(label=_("Name"), max_length=200)
    into = forms.ChoiceField(
        label=_("Its rows are"),
        choices=[
            (table.name, format_lazy("{}: {}", table.name, _(table.meaning)))
            for table in model.TABLES.values()
            if table.name != "predictions"
        ],
    )
    changed = forms.CharField(
        label=_("Column that says when a row last changed"),
        required=False,
        max_length=100,
        help_text=_("Only rows changed since the last run are fetched then; all of them every time without."),
    )

    def __init__(self, system: System, offered: list[str], given: Any = None) -> None:
        super().__init__(given)
        self.fields["listing"].label = gettext(system.named).capitalize()
        if offered:
            self.fields["listing"].widget = forms.Select(choices=[(one, one) for one in offered])
        if system.name != "sql":
            del self.fields["changed"]

    def clean_listing(self) -> str:
        """Without blanks around."""
        return re.sub(r"\s+", " ", str(self.cleaned_data["listing"])).strip()


class MappingForm(forms.Form):
    """A mapping in TOML."""

    mapping = forms.CharField(
        label=_("Mapping"), widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "code"}), strip=False
    )
