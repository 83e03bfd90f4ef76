"""Pages of the rules by which answers open follow-ups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helder.errors import HelderError
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.follow_ups import jobs, mails, ruling, words
from helder.web.follow_ups.forms import RuleForm, as_given
from helder.web.follow_ups.models import Rule, Why
from helder.web.follow_ups.ready import READY
from helder.web.follow_ups.seeing import seen_rules


@never_cache
@require_safe
@needs(Right.SURVEYS)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules there are, what each opened and left out, and those that are made ready."""
    found = seen_rules(person(request)).annotate(
        opened=Count("follow_ups", distinct=True),
        unknown=Count("left_out", filter=Q(left_out__why=Why.UNKNOWN), distinct=True),
        opted=Count("left_out", filter=Q(left_out__why=Why.OPTED_OUT), distinct=True),
    )
    about = {
        "rules": [(one, words.which(one), words.whose(one)) for one in found],
        "ready": READY.items(),
        "mail": mails.trouble(),
    }
    return render(request, "follow_ups/rules.html", about)


@never_cache
@needs(Right.SURVEYS)
def new(request: HttpRequest) -> HttpResponse:
    """Make a rule; ?from= names a ready-made one that it begins with."""
    by = person(request)
    if request.method == "POST":
        return _worked_on(request, RuleForm(request.POST, by=by))
    begun = READY.get(request.GET.get("from", ""))
    given: dict[str, Any] = {"to": f"person:{by.pk}", **(begun.given if begun else {})}
    return render(request, "follow_ups/rule.html", {"form": RuleForm(initial=given, by=by)})


@never_cache
@needs(Right.SURVEYS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    rule = get_object_or_404(seen_rules(person(request)), pk=pk)
    if request.method == "POST":
        return _worked_on(request, RuleForm(request.POST, by=person(request), rule=rule), rule)
    form = RuleForm(initial=as_given(rule), by=person(request), rule=rule)
    return render(request, "follow_ups/rule.html", {"form": form, "rule": rule})


@require_POST
@needs(Right.SURVEYS)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Open follow-ups, or none, from now on: as the form says, so that who presses twice changes it once."""
    rule, on = get_object_or_404(seen_rules(person(request)), pk=pk), request.POST.get("on") == "1"
    ruling.switch(rule, person(request), on=on)
    said = _("%(name)s opens follow-ups again, for answers from now on.") if on else _("%(name)s opens no more follow-ups.")
    messages.success(request, said % {"name": rule})
    return redirect("follow-up-rules")


@require_POST
@needs(Right.SURVEYS)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a rule; what it opened stays."""
    rule = get_object_or_404(seen_rules(person(request)), pk=pk)
    ruling.delete(rule, person(request))
    messages.success(request, _("%(name)s is deleted; the follow-ups it opened stay.") % {"name": rule})
    return redirect("follow-up-rules")


def _worked_on(request: HttpRequest, form: RuleForm, rule: Rule | None = None) -> HttpResponse:
    """Count what was given would have opened, or keep it."""
    about: dict[str, Any] = {"form": form, "rule": rule}
    if not form.is_valid():
        return render(request, "follow_ups/rule.html", about, status=400)
    try:
        if "keep" in request.POST:
            made = form.rule
            made.site = request.build_absolute_uri("/").rstrip("/")
            ruling.keep(made, person(request))
            jobs.look_now.soon()
            messages.success(request, _("%(name)s opens follow-ups for answers from now on.") % {"name": made})
            return redirect("follow-up-rules")
        about["would"] = ruling.would_have_opened(form.rule, timezone.now())
    except HelderError as error:
        form.add_error("rows_of" if error.where == "rows_of" else None, f"{error.what} {error.fix or ''}".strip())
        return render(request, "follow_ups/rule.html", about, status=400)
    return render(request, "follow_ups/rule.html", about)
