"""The page of goals: how they stand, and setting and withdrawing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Person, Right
from helder.web.accounts.seeing import scope_of
from helder.web.boards import actions
from helder.web.boards.forms import SetGoal
from helder.web.boards.opening import questions_of
from helder.web.boards.reach import listed


@needs(Right.GOALS)
def goals(request: HttpRequest) -> HttpResponse:
    """The goals there are, with how they stand; sets one when posted to."""
    who = person(request)
    initial = {"owner": who.pk, "metric": request.GET.get("metric")}
    form = SetGoal(request.POST or None, by=who, scope=scope_of(who), initial=initial)
    if request.method == "POST" and form.is_valid():
        goal = actions.set_goal(form.cleaned_data["goal"], person(request))
        audit.note(person(request), "set_goal", goal.metric)
        messages.success(request, _("The goal is set."))
        return redirect("goals")
    questions = questions_of(person(request))
    names = {one.username: str(one) for one in Person.objects.all()}
    known = [listed(one, names, questions.currency) for one in questions.every_standing(questions.today())]
    return render(request, "boards/goals.html", {"goals": known, "form": form}, status=400 if form.errors else 200)


@require_POST
@needs(Right.GOALS)
def withdraw_goal(request: HttpRequest) -> HttpResponse:
    """Withdraw a goal."""
    if not actions.withdraw_goal(request.POST.get("goal", ""), person(request), scope_of(person(request))):
        raise Http404(_("There is no such goal."))
    audit.note(person(request), "withdrew_goal", request.POST["goal"])
    messages.success(request, _("The goal is withdrawn."))
    return redirect("goals")
