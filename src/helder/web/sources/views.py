"""Pages of connections: those there are, one of them, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.connectors.sources import connection as connections
from helder.connectors.sources.connection import Connection
from helder.connectors.sources.runs import Place
from helder.connectors.sources.systems import SYSTEMS
from helder.errors import HelderError, UnknownName
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.access import needs
from helder.web.accounts.access import person as who
from helder.web.accounts.models import Right
from helder.web.sources import actions, running
from helder.web.sources import state as states
from helder.web.sources.forms import ConnectionForm, ListsForm


@never_cache
@needs(Right.SOURCES)
def sources(request: HttpRequest) -> HttpResponse:
    """Every connection, and the systems one can be made to."""
    there = [states.of(name, one) for name, one in connections.every(serving.now().home)]
    return render(request, "sources/sources.html", {"found": there, "systems": SYSTEMS.values()})


@needs(Right.SOURCES)
def new(request: HttpRequest, system: str) -> HttpResponse:
    """Make a connection."""
    if system not in SYSTEMS:
        raise Http404
    form = ConnectionForm(SYSTEMS[system], request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.keep(form.connection())
        audit.note(who(request), "made_connection", made.name, system=system)
        _try(request, made)
        return redirect("source", made.name)
    return render(request, "sources/edit.html", {"form": form, "system": SYSTEMS[system]}, status=400 if form.errors else 200)


def found(name: str) -> Connection:
    """The connection of that name; 404 where there is none."""
    try:
        return actions.find(name)
    except UnknownName as error:
        if name in connections.names(serving.now().home):
            raise
        raise Http404 from error


@never_cache
@needs(Right.SOURCES)
def source(request: HttpRequest, name: str) -> HttpResponse:
    """One connection: how it stands, what it fetches, what its runs did."""
    one = found(name)
    runs = Place(serving.now().home, name).runs(50)
    records = [(listing, record, actions.tables(one, record)) for listing in one.listings() for record in listing.records]
    shown = {"one": one, "state": states.of(name, one), "runs": runs, "records": records, "outcome": states.outcome}
    return render(request, "sources/source.html", {**shown, "lists": None if one.system.named else ListsForm(one)})


@never_cache
@needs(Right.SOURCES)
def state(request: HttpRequest, name: str) -> HttpResponse:
    """The part of the page that says how it stands, asked for again while it runs."""
    one = found(name)
    runs = Place(serving.now().home, name).runs(50)
    return render(request, "sources/_state.html", {"one": one, "state": states.of(name, one), "runs": runs})


@needs(Right.SOURCES)
def settings(request: HttpRequest, name: str) -> HttpResponse:
    """Change a connection."""
    one = found(name)
    form = ConnectionForm(one.system, request.POST or None, kept=one)
    if request.method == "POST" and form.is_valid():
        kept = actions.keep(form.connection())
        audit.note(who(request), "changed_connection", name, changed="settings")
        _try(request, kept)
        return redirect("source", name)
    shown = {"form": form, "system": one.system, "one": one}
    return render(request, "sources/edit.html", shown, status=400 if form.errors else 200)


@require_POST
@needs(Right.SOURCES)
def lists(request: HttpRequest, name: str) -> HttpResponse:
    """Choose which of a system's lists are fetched."""
    one = found(name)
    form = ListsForm(one, request.POST)
    if form.is_valid():
        actions.choose(one, form.cleaned_data["lists"])
        audit.note(who(request), "changed_connection", name, lists=form.cleaned_data["lists"])
        messages.success(request, _("It is kept. The next run fetches these."))
    else:
        messages.error(request, _("Choose at least one."))
    return redirect("source", name)


def _run(request: HttpRequest, one: Connection) -> None:
    if not running.start(one.name, str(who(request))):
        messages.warning(request, _("It runs already, or as many as may run at once do."))


def _switch(request: HttpRequest, one: Connection) -> None:
    switched = actions.switch(one)
    audit.note(who(request), "changed_connection", one.name, on=switched.on)
    said = _("It runs by itself.") if switched.on else _("It runs only when asked.")
    messages.success(request, said)


def _anew(request: HttpRequest, one: Connection) -> None:
    actions.begin_anew(one)
    messages.success(request, _("The next run fetches everything again; nothing is counted twice."))


def _try(request: HttpRequest, one: Connection) -> None:
    if one.system.named and not one.records and one.system.offered is None:
        return
    try:
        messages.success(request, f"{one.title}: {actions.try_out(one)}")
    except HelderError as error:
        messages.error(request, f"{one.title}: {error.what} {error.fix or ''}")


def _remove(request: HttpRequest, one: Connection) -> None:
    actions.remove(one)
    audit.note(who(request), "deleted_connection", one.name)
    messages.success(request, _("%(title)s is removed. What it brought stays.") % {"title": one.title})


_ACTS: dict[str, Callable[[HttpRequest, Connection], None]] = {
    "run": _run,
    "test": _try,
    "switch": _switch,
    "anew": _anew,
    "remove": _remove,
}


@require_POST
@needs(Right.SOURCES)
def act(request: HttpRequest, name: str, act: str) -> HttpResponse:
    """Run, try, switch, begin anew or remove a connection."""
    if act not in _ACTS:
        raise Http404
    _ACTS[act](request, found(name))
    return redirect("sources") if act == "remove" else redirect("source", name)
