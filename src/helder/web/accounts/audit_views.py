"""The audit log: filtered, page by page, and as a CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.web import serving, writing
from helder.web.accounts import audit
from helder.web.accounts.access import needs
from helder.web.accounts.models import Entry, Right, Role
from helder.web.boards.figure import NONE
from helder.web.boards.record import neutral
from helder.web.boards.tile import title_of
from helder.web.follow_ups.models import Outcome

_PAGE = 100


class Filter(forms.Form):
    """What of the audit log to look at."""

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    verb = forms.ChoiceField(label=gettext_lazy("Did what"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False)

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        who = Entry.objects.order_by("who").values_list("who", flat=True).distinct()
        verbs = Entry.objects.order_by("verb").values_list("verb", flat=True).distinct()
        self.fields["who"].choices = [("", _("Anyone")), *((one, one) for one in who if one)]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [("", _("Anything")), *((one, audit.called(one)) for one in verbs)]  # type: ignore[attr-defined]

    def entries(self) -> QuerySet[Entry]:
        """The entries asked for; what cannot be read of the filter leaves nothing out."""
        self.is_valid()
        said, found = self.cleaned_data, Entry.objects.all()
        found = found.filter(who=said["who"]) if said.get("who") else found
        found = found.filter(verb=said["verb"]) if said.get("verb") else found
        zone = serving.zone()
        if said.get("since"):
            found = found.filter(at__gte=datetime.combine(said["since"], time(), zone))
        if said.get("until"):
            found = found.filter(at__lt=datetime.combine(said["until"] + timedelta(days=1), time(), zone))
        return found


@needs(Right.PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    """The entries, the latest first."""
    form = Filter(request.GET)
    shown = Paginator(form.entries(), _PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    lines = [(one, audit.called(one.verb), _details(one)) for one in shown]
    about = {"form": form, "page": shown, "lines": lines, "query": query, "days": serving.now().settings["audit_days"]}
    return render(request, "accounts/audit.html", about)


@needs(Right.PEOPLE)
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The entries asked for, whole."""
    answer = StreamingHttpResponse(_lines(Filter(request.GET).entries()), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _lines(entries: QuerySet[Entry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield str(writer.writerow(["at", "who", "verb", "about", "details", "address"]))
    for one in entries.iterator(2000):
        details = json.dumps(one.details, ensure_ascii=False) if one.details else ""
        texts = [one.at.isoformat(timespec="seconds"), one.who, one.verb, one.about, details, one.address]
        yield str(writer.writerow([neutral(text) for text in texts]))


class _Line:
    """Takes a line that a CSV writer has made, and gives it back."""

    def write(self, text: str) -> str:
        return text


def _details(entry: Entry) -> str:
    """The details of an entry, to be read."""
    told = ((audit.detail(name), _said(_read(name, value))) for name, value in entry.details.items())
    return "; ".join(f"{name}: {said}" for name, said in told if said)


def _read(name: str, value: Any) -> Any:
    """A value in the page's language, or what it was and is."""
    read = _VALUES.get(name)
    if read is None:
        return value
    return {when: read(one) for when, one in value.items()} if _changed(value) else read(value)


def _changed(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"from", "to"}


#: How the values of some details are read.
_VALUES: dict[str, Callable[[Any], Any]] = {
    "role": lambda role: dict(Role.choices).get(role, role),
    "conditions": lambda of: of and {writing.dimension(name): values for name, values in of.items()},
    "expires": lambda at: at and date_format(localtime(datetime.fromisoformat(at)), "SHORT_DATETIME_FORMAT"),
    "outcome": lambda outcome: dict(Outcome.choices).get(outcome, outcome),
    "metric": lambda name: title_of(found) if (found := serving.catalog().get(name)) is not None else name,
}


def _said(value: Any) -> str:
    if _changed(value):
        before, after = _said(value["from"]), _said(value["to"])
        if value["from"] is None or before == after:
            return after
        return f"{before or NONE} → {after or NONE}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items()) or ""
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value) or ""
    return "" if value in (None, "") else _("yes") if value is True else _("no") if value is False else str(value)
