"""Pages of departments: listed, made, changed, deleted; and one's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from helder.web.accounts import department_form, departments
from helder.web.accounts.access import needs, person
from helder.web.accounts.department_form import Condition, DepartmentForm
from helder.web.accounts.models import Department, Right
from helder.web.accounts.seeing import scope_of_departments


@needs(Right.PEOPLE)
def listed(request: HttpRequest) -> HttpResponse:
    """The departments there are."""
    found = Department.objects.prefetch_related("people")
    lines = [(one, [(departments.Choice(name, 0).title, values) for name, values in one.conditions.items()]) for one in found]
    return render(request, "accounts/departments.html", {"departments": lines})


@needs(Right.PEOPLE)
def make(request: HttpRequest) -> HttpResponse:
    """Make a department."""
    return _form(request, Department())


@needs(Right.PEOPLE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a department."""
    return _form(request, get_object_or_404(Department, pk=pk))


@needs(Right.PEOPLE)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who is of a department and what would become of them; delete it when posted to."""
    department = get_object_or_404(Department, pk=pk)
    if request.method == "POST":
        departments.delete(department, by=person(request))
        messages.success(request, _("%(name)s is deleted.") % {"name": department})
        return redirect("departments")
    tokens = [one.name for one in department.tokens.all() if one.holds]
    about = {"department": department, "left": departments.left_without(department), "tokens": tokens}
    return render(request, "accounts/delete_department.html", about)


@needs(Right.COLLEAGUES)
def own(request: HttpRequest) -> HttpResponse:
    """One's own departments and who is of them."""
    found = person(request).departments.prefetch_related("people")
    return render(request, "accounts/own_departments.html", {"departments": found})


def _form(request: HttpRequest, department: Department) -> HttpResponse:
    """The form, and its doing: one condition more or less is shown first, anything else is kept."""
    drafting = bool(request.POST.get("add") or request.POST.get("remove"))
    form = DepartmentForm(department, request.POST or None, drafting=drafting)
    given = department_form.conditions(request.POST) if request.method == "POST" else department.conditions
    empty = [name for name, values in given.items() if not values]
    sent = request.method == "POST" and not drafting
    if sent and form.is_valid() and not empty:
        name, people = form.cleaned_data["name"], form.cleaned_data["people"]
        kept = departments.keep(department, name=name, conditions=given, people=people, by=person(request))
        messages.success(request, _("%(name)s is kept.") % {"name": kept})
        return redirect("departments")
    drafted = Department(conditions={name: values or ["*"] for name, values in given.items()})
    known, unknown = departments.told_apart(scope_of_departments([drafted]))
    about = {
        "department": department,
        "form": form,
        "conditions": [Condition(name, tuple(values), wrong=sent and not values) for name, values in given.items()],
        "choices": [one for one in departments.choices() if one.name not in given],
        "known": known,
        "unknown": unknown,
    }
    return render(request, "accounts/department.html", about, status=400 if sent else 200)
