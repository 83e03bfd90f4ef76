"""Pages for handing over and erasing what is kept of a customer. A customer is never named in an address: those are logged."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helder.engines.retaining import retaining_of
from helder.errors import BadInput, HelderError
from helder.model.retention import whole
from helder.web import serving
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.privacy import actions, inventory, retaining
from helder.web.privacy.actions import Found
from helder.web.privacy.forms import EraseForm, FindForm


@needs(Right.CUSTOMERS)
def find(request: HttpRequest) -> HttpResponse:
    """The form, and what is kept of whom it names."""
    form = FindForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form)
    try:
        found = actions.look(form.cleaned_data["said"])
    except BadInput as error:
        form.add_error("said", error.what)
        return _page(request, form)
    if not found.anything:
        form.add_error("said", _("Nothing is kept of such a customer."))
        _finish(request, found)
    return _page(request, form, found)


@require_POST
@needs(Right.CUSTOMERS)
def export(request: HttpRequest) -> HttpResponse:
    """All that is kept, as a zip."""
    with TemporaryDirectory(prefix="helder-") as folder:
        file = Path(folder) / "customer.zip"
        try:
            actions.export(person(request), request.POST.get("customer", ""), file)
        except BadInput:
            return _nobody(request)
        answer = HttpResponse(file.read_bytes(), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="customer.zip"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Right.CUSTOMERS)
def erase(request: HttpRequest) -> HttpResponse:
    """Erase the customer whose number was typed."""
    customer = request.POST.get("customer", "")
    form = EraseForm(customer, request.POST)
    try:
        if not form.is_valid():
            return _page(request, FindForm(initial={"said": customer}), actions.look(customer), form)
        rows = actions.erase(person(request), customer, delete=form.cleaned_data["delete"])
    except BadInput as error:
        return _nobody(request) if error.where == customer else _not_now(request, error)
    messages.success(request, _("The customer is erased, from %(rows)s rows.") % {"rows": sum(rows.values())})
    return redirect("personal-data")


def _not_now(request: HttpRequest, error: BadInput) -> HttpResponse:
    messages.error(request, f"{error.where}: {error.what} {error.fix or ''}")
    return redirect("personal-data")


def _finish(request: HttpRequest, found: Found) -> None:
    """Do the rest of an erasure that was broken off: whoever repeats it looks up somebody of whom nothing is kept."""
    if found.unfinished:
        actions.finish()
        messages.success(request, _("What lay beneath, of somebody who was erased, is overwritten now."))


def _nobody(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Nothing is kept of such a customer."))
    return redirect("personal-data")


def _retention() -> dict[str, object]:
    """The rules of retention as the page shows them, or why there are none to be shown."""
    try:
        rules = retaining.rules()
        if rules:
            retaining_of(serving.now().questions.workspace.engine)
    except HelderError as error:
        return {"wrong": error}
    shown = [
        (name, retaining.said(rule.rows), whole(rule.table) if rule.by_whole else None, retaining.said(rule.personal))
        for name, rule in rules.items()
    ]
    return {"rules": shown, "last": retaining.last()}


def _page(request: HttpRequest, form: FindForm, found: Found | None = None, erasing: EraseForm | None = None) -> HttpResponse:
    about: dict[str, object] = {"form": form, "retention": _retention()}
    if found is not None and found.anything:
        titles = inventory.titles()
        about |= {
            "found": found,
            "tables": list(found.tables.items()),
            "kept": [(titles[name], count) for name, count in found.kept.items()],
            "erasing": erasing or EraseForm(found.customer),
        }
    return render(request, "privacy/find.html", about)
