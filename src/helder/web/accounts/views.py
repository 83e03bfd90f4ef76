"""Pages of accounts: signing in and out, one's password, the people."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from helder.web import serving
from helder.web.accounts import actions, audit, company, second_factor, sittings
from helder.web.accounts.access import needs, person
from helder.web.accounts.forms import ChangePerson, NewPerson, SignIn
from helder.web.accounts.models import Person, Right
from helder.web.accounts.own_work import warn_of_unknown
from helder.web.accounts.seeing import SEES_ALL


@method_decorator(login_not_required, name="dispatch")
class SignInPage(auth.LoginView):
    """Sign in with a name and a password, or by the company's provider."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignIn
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the name and the password, unless passwords are off."""
        if not serving.now().settings["passwords"]:
            raise PermissionDenied(_("Passwords are off here: sign in with your company's account."))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Go on to the second factor, or to where one was going."""
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        answer: HttpResponse = perform_password_login(self.request, {}, login)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The ways to sign in."""
        settings = serving.now().settings
        ways = {"passwords": settings["passwords"], "provider": company.of_settings(settings)}
        first = settings["passwords"] and actions.first_password_holds(serving.now().home)
        return {**super().get_context_data(**kwargs), **ways, "first": first}


class PasswordPage(auth.PasswordChangeView):
    """Choose another password."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("board")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Keep the password; the first one is forgotten."""
        response = super().form_valid(form)
        actions.password_changed(person(self.request), serving.now().home)
        sittings.end(person(self.request), but=self.request.session)
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
        warn_of_unknown(request, added)
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
        warn_of_unknown(request, whom)
        return redirect("people")
    found = [(one, sittings.device(one.agent)) for one in whom.sittings.all()]
    about = {"whom": whom, "form": form, "sittings": found, "second": second_factor.has(whom)}
    return render(request, "accounts/change.html", about, status=400 if form.errors else 200)


@require_POST
@needs(Right.PEOPLE)
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign someone out everywhere."""
    whom = get_object_or_404(Person, pk=pk)
    ended = sittings.end(whom)
    audit.note(person(request), "ended_sessions", whom.username, sessions=ended)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": whom})
    return redirect("change-person", whom.pk)


@require_POST
@needs(Right.PEOPLE)
def forget_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Let someone who lost their device sign in by password alone."""
    whom = get_object_or_404(Person, pk=pk)
    second_factor.remove(whom, by=person(request))
    messages.success(request, _("%(name)s signs in without a second factor now.") % {"name": whom})
    return redirect("change-person", whom.pk)


@never_cache
@require_POST
@needs(Right.PEOPLE)
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give someone a new password, shown once."""
    whom = get_object_or_404(Person, pk=pk)
    return _handed_over(request, whom, actions.new_password_for(whom, serving.now().home, by=person(request)))


def _handed_over(request: HttpRequest, whom: Person, password: str) -> HttpResponse:
    return render(request, "accounts/handed_over.html", {"whom": whom, "password": password})
