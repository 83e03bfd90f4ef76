"""The pages on which surveys are made: all of them, one, its questions, words and look."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from helder.errors import HelderError
from helder.web.accounts import audit
from helder.web.accounts.access import needs, person
from helder.web.accounts.models import Right
from helder.web.surveys import actions, answering, editing, figures, reading
from helder.web.surveys.definition import KINDS, Definition
from helder.web.surveys.models import State, Survey
from helder.web.surveys.pages import PAGE, rendered, shut
from helder.web.surveys.question_form import QuestionForm
from helder.web.surveys.starting import STARTS
from helder.web.surveys.survey_forms import Look, NewSurvey, Words
from helder.web.surveys.visit import Shut
from helder.web.surveys.visit import preview as visiting

_KINDS = {
    "nps": gettext_lazy("Would recommend"),
    "csat": gettext_lazy("Satisfaction"),
    "ces": gettext_lazy("Effort"),
    "intent": gettext_lazy("Intent"),
    "task": gettext_lazy("Task done"),
    "employee": gettext_lazy("Employee satisfaction"),
    "rating": gettext_lazy("Rating"),
    "choice": gettext_lazy("Choice"),
    "text": gettext_lazy("Text"),
}


@needs(Right.SURVEYS)
def surveys(request: HttpRequest) -> HttpResponse:
    """All surveys, with how many answered; makes one when posted to."""
    form = NewSurvey(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create(form.cleaned_data["name"], form.cleaned_data["definition"], person(request))
        return redirect("survey-questions", made.key)
    known = list(Survey.objects.all())
    counts = figures.counted(known)
    rows = [(survey, counts.get(survey.pk)) for survey in known]
    context = {"rows": rows, "form": form, "starts": STARTS, "chosen": form["start"].value()}
    return render(request, "surveys/surveys.html", context, status=400 if form.errors else 200)


@needs(Right.SURVEYS)
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """What a survey asks; adds a question when posted to."""
    survey = get_object_or_404(Survey, key=key)
    if request.method == "POST":
        definition, code = editing.added(survey.drafted, request.POST.get("kind", ""))
        actions.redraft(survey, definition)
        return redirect("survey-question", key, code)
    context = {"survey": survey, "definition": survey.drafted, "kinds": [(kind, _KINDS[kind]) for kind in KINDS]}
    return render(request, "surveys/questions.html", {**context, **about(survey)})


@require_POST
@needs(Right.SURVEYS)
def change_order(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Move a question up or down, or remove it."""
    survey = get_object_or_404(Survey, key=key)
    does: dict[str, Callable[[Definition], Definition]] = {
        "up": lambda definition: editing.moved(definition, code, -1),
        "down": lambda definition: editing.moved(definition, code, 1),
        "remove": lambda definition: editing.removed(definition, code),
    }
    change = does.get(request.POST.get("do", ""))
    try:
        if change is not None:
            actions.redraft(survey, change(survey.drafted))
    except HelderError as error:
        messages.error(request, f"{error} " + _("Change that question first."))
    return redirect("survey-questions", key)


@needs(Right.SURVEYS)
def question(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One question."""
    survey = get_object_or_404(Survey, key=key)
    definition = survey.drafted
    before = definition.by_code.get(code)
    if before is None:
        return redirect("survey-questions", key)
    form = QuestionForm(definition, before, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.redraft(survey, editing.replaced(definition, code, form.question))
            return redirect("survey-questions", key)
        except HelderError as error:
            form.add_error(None, str(error))
    context = {"survey": survey, "question": before, "kind": _KINDS[before.kind], "form": form}
    return render(request, "surveys/question.html", {**context, **about(survey)}, status=400 if form.errors else 200)


@needs(Right.SURVEYS)
def words(request: HttpRequest, key: str) -> HttpResponse:
    """Words, languages, who answers, which sites show it."""
    survey = get_object_or_404(Survey, key=key)
    form = Words(survey, request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        survey.name, survey.open_to_all, survey.sites = found["name"], found["open_to_all"], found["sites"]
        survey.save(update_fields=["name", "open_to_all", "sites"])
        actions.redraft(survey, found["definition"])
        messages.success(request, _("The words are kept."))
        return redirect("survey-words", key)
    return render(request, "surveys/words.html", {"form": form, **about(survey)}, status=400 if form.errors else 200)


@needs(Right.SURVEYS)
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Colour and logo."""
    survey = get_object_or_404(Survey, key=key)
    form = Look(request.POST or None, request.FILES or None, initial={"colour": survey.drafted.colour})
    if request.method == "POST" and form.is_valid():
        try:
            actions.redraft(survey, form.changed(survey.drafted))
            messages.success(request, _("The look is kept."))
            return redirect("survey-look-of", key)
        except HelderError as error:
            form.add_error("logo", f"{error.what} {error.fix}")
    return render(request, "surveys/look.html", {"form": form, **about(survey)}, status=400 if form.errors else 200)


@needs(Right.SURVEYS)
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as it will be asked; what is sent is kept nowhere."""
    survey = get_object_or_404(Survey, key=key)
    if request.method != "POST":
        return rendered(request, answering.first(visiting(survey)), PAGE)
    try:
        visit = visiting(survey, request.POST.get("state", ""))
    except Shut as reason:
        return shut(request, key, PAGE, reason)
    form, shown = request.POST.dict(), set(request.POST.getlist("shown"))
    after = answering.again(visit, form, shown) if "lang" in form else answering.send(visit, form, shown, "")
    return rendered(request, after or answering.first(visiting(survey)), PAGE)


@require_POST
@needs(Right.SURVEYS)
def act(request: HttpRequest, key: str) -> HttpResponse:
    """Publish a survey, undo what was changed since, pause, open or close it, copy it, throw it away."""
    survey, do = get_object_or_404(Survey, key=key), request.POST.get("do", "")
    if do == "copy":
        return redirect("survey-questions", actions.copy(survey, person(request)).key)
    if do == "remove":
        actions.throw_away(survey)
        return redirect("surveys")
    if do == "undo":
        actions.undo(survey)
        return redirect("survey-questions", key)
    if do == "publish":
        version = actions.publish(survey)
        audit.note(person(request), "published_survey", survey, version=version.number)
        messages.success(request, _("Version %(number)s is open for answers.") % {"number": version.number})
    elif do in State.values:
        actions.put(survey, State(do))
        messages.success(request, _("The survey is now: %(state)s.") % {"state": survey.get_state_display()})
    return redirect("survey", key)


@require_safe
@needs(Right.SURVEYS)
def definition(request: HttpRequest, key: str) -> HttpResponse:
    """What the draft asks, as a file from which a survey can be made."""
    survey = get_object_or_404(Survey, key=key)
    saved = {"Content-Disposition": f'attachment; filename="{survey.key}.json"'}
    return HttpResponse(reading.written(survey.drafted), content_type="application/json", headers=saved)


def about(survey: Survey) -> dict[str, object]:
    """What the head of each page of a survey shows."""
    latest = survey.latest
    return {
        "survey": survey,
        "latest": latest,
        "unpublished": latest is None or latest.content != survey.draft,
        "can": _can(survey),
    }


def _can(survey: Survey) -> list[tuple[str, str]]:
    """The states it can be put into, with the words of their buttons."""
    words = {State.PAUSED: _("Pause"), State.OPEN: _("Open again"), State.CLOSED: _("Close")}
    to = {State.OPEN: (State.PAUSED, State.CLOSED), State.PAUSED: (State.OPEN, State.CLOSED), State.CLOSED: (State.OPEN,)}
    return [(str(one), words[one]) for one in to.get(State(survey.state), ())]
