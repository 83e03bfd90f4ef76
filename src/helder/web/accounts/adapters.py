"""What allauth asks of Helder: how people are signed in, how secrets are kept, and who may come by the company's provider."""

from __future__ import annotations

from typing import Any, NoReturn

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helder.vault import Vault
from helder.web import problems, serving
from helder.web.accounts import admitting, audit, company
from helder.web.accounts.models import Person


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Signs people in after their second factor; says and mails nothing of its own."""

    def get_login_stages(self) -> list[str]:
        """What follows a password, or the company's provider."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign someone in."""
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """What those who may not sign in any more are told."""
        return problems.problem(request, 403, _("You may not sign in any more."), fix=_("Ask an administrator."))

    def add_message(self, *args: Any, **given: Any) -> None:
        """Nothing: the pages say what they have to say."""

    def send_notification_mail(self, *args: Any, **given: Any) -> None:
        """Nothing: the audit log tells it."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets sealed."""

    error_messages = {  # noqa: RUF012 - allauth's class has it so
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code is not right, or was used before."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it can be kept in the database."""
        return Vault(serving.now().home).seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret."""
        return Vault(serving.now().home).open(encrypted_text)


class Company(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The one OpenID provider that the settings name, and who comes by it."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[SocialApp]:
        """Helder at the provider."""
        found = company.of_settings(serving.now().settings)
        if found is None or provider not in (None, "openid_connect", found.key):
            return []
        app = SocialApp(provider="openid_connect", provider_id=found.key, name=found.name)
        app.client_id, app.secret, app.settings = found.client_id, found.secret, {"server_url": found.issuer}
        return [app]

    def get_requests_session(self) -> requests.Session:
        """A session that calls the provider, and no private address that the provider names."""
        return company.CarefulSession(serving.now().settings)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find out who it is, or make them an account, or say why not."""
        try:
            person = admitting.admit(sociallogin, request.session)
        except admitting.NotAdmitted as refused:
            audit.note(None, "refused_by_company", refused.whom, why=str(refused))
            raise ImmediateHttpResponse(
                problems.problem(request, 403, str(refused), fix=_("Ask an administrator for an invitation."))
            ) from refused
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **given: Any) -> NoReturn:
        """Say that signing in did not succeed."""
        why = given.get("exception")
        audit.note(None, "failed_to_sign_in", _("the company's provider"), why=str(why or given.get("error") or "")[:300])
        what = _("Signing in with your company's account did not succeed.")
        raise ImmediateHttpResponse(problems.problem(request, 401, what, fix=_("Go back to the sign-in page and try again.")))

    def send_notification_mail(self, *args: Any, **given: Any) -> None:
        """Nothing: the audit log tells it."""
