"""What can be done with accounts."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.home import keep
from helder.web.accounts.models import Person, Role

FIRST = "admin"


@dataclass(frozen=True)
class FirstSignIn:
    """How the first administrator signs in, until that password is changed."""

    username: str
    password: str
    path: Path


def first_administrator(home: Path) -> FirstSignIn | None:
    """How to sign in for the first time; makes the administrator where there is nobody yet.

    The password is kept in the home folder, readable by its owner only. None once it has been changed.
    """
    path = _first_password(home)
    if not Person.objects.exists():
        with suppress(IntegrityError), transaction.atomic():  # another process may be first, and its password holds then
            password = new_password()
            Person.objects.create_user(FIRST, password=password, role=Role.ADMINISTRATOR, must_change_password=True)
            keep(path, password)
            return FirstSignIn(FIRST, password, path)
    person = Person.objects.filter(username=FIRST, must_change_password=True, is_active=True).first()
    if person is None or not path.exists():
        return None
    password = path.read_text(encoding="utf-8").strip()
    return FirstSignIn(FIRST, password, path) if person.check_password(password) else None


def password_changed(person: Person, home: Path) -> None:
    """Note that a person has chosen their own password; the one kept in the home folder goes."""
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    if person.username == FIRST:
        _first_password(home).unlink(missing_ok=True)


def add_person(username: str, name: str, role: str) -> tuple[Person, str]:
    """Make an account; returns it with the password to hand over, which is kept nowhere."""
    password = new_password()
    person = Person.objects.create_user(username, password=password, first_name=name, role=role, must_change_password=True)
    return person, password


def change_person(person: Person, *, name: str, role: str, active: bool) -> None:
    """Change a name, a role, or whether someone may sign in.

    Raises BadQuestion where nobody would be left to administer.
    """
    others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if (role != Role.ADMINISTRATOR or not active) and not others.exists():
        raise BadQuestion(_("This is the last administrator."), fix=_("Make someone else an administrator first."))
    person.first_name, person.role, person.is_active = name, role, active
    person.save(update_fields=["first_name", "role", "is_active"])


def new_password_for(person: Person) -> str:
    """Give someone who forgot theirs a new password; returned to hand over, kept nowhere."""
    password = new_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    return password


def new_password() -> str:
    """Four groups of letters and digits that are not mistaken for each other: 99 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for letter in range(5)) for group in range(4))


def _first_password(home: Path) -> Path:
    return home / "first-sign-in"
