"""Pages that say what a connection fetches becomes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helder.connectors.sources import piece
from helder.errors import HelderError
from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.sources import actions
from helder.web.sources.forms import AddedForm, MappingForm
from helder.web.sources.views import found


@needs(Right.SOURCES)
def add(request: HttpRequest, name: str) -> HttpResponse:
    """Fetch another table or pattern of files, its mapping drafted of what is in it."""
    one = found(name)
    if not one.system.named:
        raise Http404
    try:
        offered = actions.offered(one)
    except HelderError as error:
        offered = []
        messages.error(request, f"{error.what} {error.fix or ''}")
    form = AddedForm(one.system, offered, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        listing = said.pop("listing")
        one = actions.add(one, listing, said)
        audit.note(person(request), "changed_connection", name, added=listing)
        try:
            actions.map_as(one, listing, actions.drafted(one, listing))
        except HelderError as error:
            messages.error(request, _("No mapping could be drafted: %(why)s") % {"why": error})
        return redirect("source-mapping", name, listing)
    return render(request, "sources/add.html", {"form": form, "one": one}, status=400 if form.errors else 200)


@needs(Right.SOURCES)
def mapping(request: HttpRequest, name: str, record: str) -> HttpResponse:
    """What the items of a record become, to be corrected by hand."""
    one = found(name)
    known = {each.name: each for listing in one.listings() for each in listing.records}
    if record not in known:
        raise Http404
    own = known[record].mapping
    form = MappingForm(request.POST or None, initial={"mapping": one.mappings.get(record, own).strip("\n")})
    if request.method == "POST" and "reset" in request.POST:
        actions.map_as(one, record, "")
        audit.note(person(request), "changed_connection", name, mapping=record)
        return redirect("source", name)
    if request.method == "POST" and form.is_valid():
        text = actions.looked_over(form.cleaned_data["mapping"])
        try:
            actions.map_as(one, record, "" if text.strip() == own.strip() else text)
        except HelderError as error:
            form.add_error("mapping", str(error))
        else:
            audit.note(person(request), "changed_connection", name, mapping=record)
            messages.success(request, _("It is kept. To map what was fetched before as well, begin anew."))
            return redirect("source", name)
    undecided = bool(piece.undecided(one.mappings.get(record, own)))
    shown = {"form": form, "one": one, "record": known[record], "changed": record in one.mappings, "undecided": undecided}
    return render(request, "sources/mapping.html", shown, status=400 if form.errors else 200)


@require_POST
@needs(Right.SOURCES)
def leave_out(request: HttpRequest, name: str, listing: str) -> HttpResponse:
    """Fetch a table or a pattern of files no more."""
    actions.leave_out(found(name), listing)
    audit.note(person(request), "changed_connection", name, left_out=listing)
    messages.success(request, _("%(name)s is fetched no more. What it brought stays.") % {"name": listing})
    return redirect("source", name)
