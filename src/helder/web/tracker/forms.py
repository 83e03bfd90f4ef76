"""Forms about sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from helder.web.tracker import wording
from helder.web.tracker.models import Site

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,30}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")
_PORTS = {"https": 443, "http": 80}


if TYPE_CHECKING:
    OfSite = forms.ModelForm[Site]
else:
    OfSite = forms.ModelForm  # which takes no type when it runs


class NewSite(OfSite):
    """A site: its name, the origins of its pages, and what may be kept on a visitor's device."""

    class Meta:
        """Which columns."""

        model = Site
        fields = ("name", "origins", "consent")
        labels = {"origins": _("Addresses of the site"), "consent": _("Ids on the visitor's device")}  # noqa: RUF012 - Django's
        help_texts = {"origins": _("One a line, as https://shop.example; only their pages may send.")}  # noqa: RUF012 - Django's
        widgets = {"origins": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012 - Django's

    def clean_origins(self) -> str:
        """Each as a browser writes it, without a path."""
        found = [_origin(text) for text in str(self.cleaned_data["origins"]).split()]
        return "\n".join(dict.fromkeys(found))


class ChangeSite(NewSite):
    """All that can be set of a site."""

    class Meta(NewSite.Meta):
        """Which columns."""

        fields = (*NewSite.Meta.fields, "search", "parameters", "asks_intent", "asks_task", "intents", "percent", "delay",
                  "days", "task_event", "on_leaving")  # type: ignore[assignment]  # fmt: skip
        labels = {  # noqa: RUF012 - Django's
            **NewSite.Meta.labels,
            "search": _("Parameter of searches"),
            "parameters": _("Parameters kept with a page"),
            "asks_intent": _("Ask what visitors come for"),
            "asks_task": _("Ask whether it worked"),
            "intents": _("Choices"),
            "percent": _("Per cent of visits that are asked"),
            "delay": _("Seconds on the site before asking"),
            "days": _("Days until a visitor is asked again"),
            "task_event": _("Ask whether it worked after this event"),
            "on_leaving": _("Ask whether it worked when the pointer leaves the page"),
        }
        help_texts = {  # noqa: RUF012 - Django's
            **NewSite.Meta.help_texts,
            "search": _("The parameter of the query that holds what is searched for; what was searched for is not kept."),
            "parameters": _("Parted by spaces. All others are left out of what is kept."),
            "intents": _("One a line: code | English | Nederlands | Dansk. The usual ones where empty."),
        }
        widgets = {**NewSite.Meta.widgets, "intents": forms.Textarea(attrs={"rows": 5})}  # noqa: RUF012 - Django's

    def clean_parameters(self) -> str:
        """Names of parameters, each once."""
        names = str(self.cleaned_data["parameters"]).split()
        for name in names:
            if not _NAME.fullmatch(name):
                raise forms.ValidationError(_("%(name)s is no name of a parameter."), params={"name": name})
        return " ".join(dict.fromkeys(names))

    def clean_search(self) -> str:
        """One name, or none."""
        name = str(self.cleaned_data["search"]).strip()
        if name and not _NAME.fullmatch(name):
            raise forms.ValidationError(_("Give one name of letters and digits."))
        return name

    def clean_task_event(self) -> str:
        """The name of an event, or none."""
        name = str(self.cleaned_data["task_event"]).strip()
        if name and not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise forms.ValidationError(_("Give a name as purchase or sign_up."))
        return name

    def clean_intents(self) -> str:
        """Lines that can be read."""
        text = str(self.cleaned_data["intents"]).strip()
        try:
            wording.choices(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Line %(line)s is not as code | English | Nederlands | Dansk, or its code was used before."),
                params={"line": str(error)},
            ) from error
        return text

    def clean_percent(self) -> int:
        """1 to 100."""
        percent = int(self.cleaned_data["percent"])
        if not 1 <= percent <= 100:
            raise forms.ValidationError(_("Give a number from 1 to 100."))
        return percent

    def questions(self) -> list[Any]:
        """The fields about questions to visitors."""
        return [
            self[name] for name in ("asks_intent", "asks_task", "intents", "percent", "delay", "days", "task_event", "on_leaving")
        ]

    def following(self) -> list[Any]:
        """The other fields."""
        asking = {field.name for field in self.questions()}
        return [field for field in self if field.name not in asking]


def _origin(text: str) -> str:
    """An origin as browsers write it. Raises ValidationError where a text is none."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:  # UnicodeError is one, too
        host, port = "", None
    more = parts.path.strip("/") or parts.query or parts.fragment or parts.username if host else ""
    if not _HOST.fullmatch(host) or parts.scheme not in _PORTS or more:
        raise forms.ValidationError(_("%(text)s is no origin; write it as https://shop.example."), params={"text": text})
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, _PORTS[parts.scheme]) else f":{port}")
