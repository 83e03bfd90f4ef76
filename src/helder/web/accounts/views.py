"""Pages of accounts: signing in and out, one's password, the people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.web import serving
from helder.web.accounts import actions
from helder.web.accounts.access import needs, person
from helder.web.accounts.forms import ChangePerson, NewPerson, SignIn
from helder.web.accounts.models import Person, Right
from helder.web.accounts.seeing import SEES_ALL


@method_decorator(login_not_required, name="dispatch")
class SignInPage(auth.LoginView):
    """Sign in with a name and a password."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignIn
    redirect_authenticated_user = True


class PasswordPage(auth.PasswordChangeView):
    """Choose another password."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("board")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep the password; the first one is forgotten."""
        response = super().form_valid(form)
        actions.password_changed(person(self.request), serving.now().home)
        messages.success(self.request, _("Your password is changed."))
        return response


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for this name from this address."""
    return render(request, "accounts/locked_out.html", {"minutes": 15}, status=429)


@never_cache
@needs(Right.PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everyone with an account; adds one when posted to."""
    form = NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added, password = actions.add_person(**form.cleaned_data, by=person(request))
        return _handed_over(request, added, password)
    status = 400 if form.errors else 200
    everyone = Person.objects.prefetch_related("departments")
    return render(request, "accounts/people.html", {"people": everyone, "form": form, "sees_all": SEES_ALL}, status=status)


@needs(Right.PEOPLE)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: name, role, departments, whether it may sign in."""
    whom = get_object_or_404(Person, pk=pk)
    form = ChangePerson(whom, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_person(whom, **form.cleaned_data, by=person(request))
        messages.success(request, _("%(name)s is changed.") % {"name": whom})
        return redirect("people")
    return render(request, "accounts/change.html", {"whom": whom, "form": form}, status=400 if form.errors else 200)


@never_cache
@require_POST
@needs(Right.PEOPLE)
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give someone a new password, shown once."""
    whom = get_object_or_404(Person, pk=pk)
    return _handed_over(request, whom, actions.new_password_for(whom, by=person(request)))


def _handed_over(request: HttpRequest, whom: Person, password: str) -> HttpResponse:
    return render(request, "accounts/handed_over.html", {"whom": whom, "password": password})
