"""Whom the company's OpenID provider lets in: those known, those invited and, where the settings say so, newcomers."""

from __future__ import annotations

import re

from allauth.socialaccount.models import SocialLogin
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from helder.web import serving
from helder.web.accounts import actions, company, invitations
from helder.web.accounts.models import Department, Invitation, Person

#: Under which a browser's session names the invitation that its user opened.
INVITATION = "invitation"


class NotAdmitted(Exception):
    """Somebody whom the provider knows may not sign in; says why."""

    def __init__(self, why: str, whom: str) -> None:
        self.whom = whom
        super().__init__(why)


def admit(sociallogin: SocialLogin, session: SessionBase) -> Person:
    """Whose account somebody of the provider signs in to: known, of a verified e-mail address, invited or new.

    Raises NotAdmitted.
    """
    settings = serving.now().settings
    found = company.of_settings(settings)
    email, verified = _email(sociallogin, trusted=settings["oidc_trusts_email"])
    whom = email or sociallogin.account.uid
    if found is not None and found.domains and (not verified or email.rpartition("@")[2].lower() not in found.domains):
        raise NotAdmitted(_("Your e-mail address is not of a domain that may sign in here."), whom)
    if sociallogin.is_existing:
        known: Person = sociallogin.user
        return _active(known, whom)
    invited = _invited(session, email if verified else "")
    if invited is not None:
        return _accept(invited, sociallogin, email if verified else "")
    if not verified:
        raise NotAdmitted(_("Your provider does not say that your e-mail address is verified."), whom)
    person = Person.objects.filter(email__iexact=email).first()
    if person is not None:
        return _active(person, whom)
    if settings["oidc_newcomers"] == "invited":
        raise NotAdmitted(_("There is no account for %(email)s here.") % {"email": email}, whom)
    return _newcomer(sociallogin, email, settings["oidc_newcomers"], settings["oidc_department"])


def _email(sociallogin: SocialLogin, *, trusted: bool) -> tuple[str, bool]:
    """The e-mail address of somebody, and whether it is theirs."""
    for one in sociallogin.email_addresses:
        return str(one.email), bool(one.verified) or trusted
    return "", False


def _active(person: Person, whom: str) -> Person:
    if not person.is_active:
        raise NotAdmitted(_("You may not sign in any more."), whom)
    return person


def _invited(session: SessionBase, email: str) -> Invitation | None:
    """The invitation that somebody opened, or that was sent to their address; None where there is none that holds."""
    opened = invitations.open_one(key=session.pop(INVITATION, None))
    if opened is not None or not email or Person.objects.filter(email__iexact=email).exists():
        return opened
    return next((one for one in Invitation.objects.filter(email__iexact=email) if one.holds), None)


def _accept(invitation: Invitation, sociallogin: SocialLogin, email: str) -> Person:
    if email and invitation.email and email.lower() != invitation.email.lower():
        raise NotAdmitted(_("The invitation is for another e-mail address."), email)
    return invitations.accept(invitation, username=_free(sociallogin, email), name=_name(sociallogin), email=email)


def _newcomer(sociallogin: SocialLogin, email: str, role: str, department: str | None) -> Person:
    person = Person(username=_free(sociallogin, email))
    person.set_unusable_password()
    of = Department.objects.filter(name=department or "")
    actions.write(person, role=role, name=_name(sociallogin), email=email, departments=of)
    actions.note_added(None, person, by_company=True)
    return person


def _name(sociallogin: SocialLogin) -> str:
    user = sociallogin.user
    name = user.get_full_name() if user is not None else ""
    return (name or str(sociallogin.account.extra_data.get("id_token", {}).get("name") or ""))[:150]


def _free(sociallogin: SocialLogin, email: str) -> str:
    """A sign-in name that nobody has, after the one at the provider or the e-mail address."""
    user = sociallogin.user
    wanted = re.sub(r"[^\w.+-]", "", (user.username if user is not None else "") or email.partition("@")[0])[:140] or "person"
    names = (wanted, *(f"{wanted}{n}" for n in range(2, 10_000)))
    return next(name for name in names if not Person.objects.filter(username__iexact=name).exists())
