"""Forms of a survey as a whole: beginning one, its words, its look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from helder.errors import HelderError
from helder.web.surveys import look, reading
from helder.web.surveys.definition import RESPONDENTS, Definition
from helder.web.surveys.models import Survey
from helder.web.surveys.phrases import named
from helder.web.surveys.starting import BLANK, STARTS, definition

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")
_MOST_BYTES = 1_000_000


class NewSurvey(forms.Form):
    """A name, and what to begin with: a ready-made survey, or a file that was saved from one."""

    name = forms.CharField(label=_("Name"), max_length=120)
    start = forms.ChoiceField(label=_("Begin with"), choices=[(one.key, one.name) for one in STARTS], initial="nps")
    file = forms.FileField(label=_("Or a file saved from a survey"), required=False)

    def clean(self) -> dict[str, Any]:
        """With the definition to begin with."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        file: UploadedFile[bytes] | None = found.get("file")
        try:
            found["definition"] = definition(found.get("start", BLANK)) if file is None else _of(file)
        except HelderError as error:
            self.add_error("file", str(error))
        return found


class Words(forms.Form):
    """The words of a survey in each of its languages, who answers it, and where it may be shown."""

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = survey.drafted
        self.fields["name"] = forms.CharField(label=_("Name, seen by you only"), max_length=120, initial=survey.name)
        for name, label in (("title", _("Title")), ("intro", _("Introduction")), ("thanks", _("Words of thanks"))):
            for language in self.before.languages:
                self._add(name, label, language)
        people = [(one, _(one.capitalize())) for one in RESPONDENTS]
        self.fields["respondent"] = forms.ChoiceField(label=_("Who answers"), choices=people, initial=self.before.respondent)
        self.fields["languages"] = forms.CharField(
            label=_("Languages"), initial=", ".join(self.before.languages), max_length=100,
            help_text=_("Their codes, separated by commas, the first for those who speak none of them: en, nl, da, de ..."),
        )  # fmt: skip
        self.fields["open_to_all"] = forms.BooleanField(
            label=_("Anyone with the address can answer"), required=False, initial=survey.open_to_all
        )
        self.fields["sites"] = forms.CharField(
            label=_("Sites that may show it"), required=False, initial=survey.sites, max_length=2000,
            help_text=_("One a line, as https://www.example.com"), widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip

    def _add(self, name: str, label: Any, language: str) -> None:
        initial = getattr(self.before, name).get(language, "")
        widget = (
            forms.TextInput(attrs={"lang": language}) if name == "title" else forms.Textarea(attrs={"rows": 2, "lang": language})
        )
        required = name == "title" and language == self.before.language
        self.fields[f"{name}__{language}"] = forms.CharField(
            label=label, max_length=2000, required=required, initial=initial, widget=widget
        )

    def clean_sites(self) -> str:
        """Origins, one a line."""
        lines = [line.strip().rstrip("/") for line in str(self.cleaned_data["sites"]).splitlines() if line.strip()]
        for line in lines:
            if not _ORIGIN.fullmatch(line):
                raise forms.ValidationError(_("%(line)s is no site: write it as https://www.example.com") % {"line": line})
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        """With the definition they make."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        languages = tuple(dict.fromkeys(code.strip().lower() for code in found["languages"].split(",") if code.strip()))
        texts: dict[str, Any] = {name: self._texts(name, found) for name in ("title", "intro", "thanks")}
        made = replace(self.before, languages=languages, respondent=found["respondent"], **texts)
        try:
            found["definition"] = reading.from_json(reading.to_json(made))
        except HelderError as error:
            self.add_error(None, str(error))
        return found

    def _texts(self, name: str, found: dict[str, Any]) -> dict[str, str]:
        given = {language: found[f"{name}__{language}"].strip() for language in self.before.languages}
        kept = {**getattr(self.before, name), **given}
        return {language: text for language, text in kept.items() if text}

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The fields of each language together, then the others."""
        for language in self.before.languages:
            yield named(language), [self[name] for name in self.fields if name.endswith(f"__{language}")]
        yield str(_("The survey")), [self[name] for name in self.fields if "__" not in name]


class Look(forms.Form):
    """Colour and logo."""

    colour = forms.RegexField(r"^#[0-9a-fA-F]{6}$", label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"}))
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG or JPEG, at most 300 kB."))
    no_logo = forms.BooleanField(label=_("Without a logo"), required=False)

    def changed(self, before: Definition) -> Definition:
        """The survey with this look. Raises BadInput for a logo that cannot be."""
        file: UploadedFile[bytes] | None = self.cleaned_data["logo"]
        logo = None if self.cleaned_data["no_logo"] else before.logo
        if file is not None:
            logo = look.keep(file.read(_MOST_BYTES))
        return replace(before, colour=self.cleaned_data["colour"].lower(), logo=logo)


def _of(file: UploadedFile[bytes]) -> Definition:
    return reading.from_text(file.read(_MOST_BYTES).decode("utf-8", errors="replace"))
