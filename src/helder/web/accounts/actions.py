"""What can be done with accounts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from helder.errors import BadQuestion, UnknownName
from helder.home import keep
from helder.web.accounts import audit, second_factor, sittings
from helder.web.accounts.models import Department, Person, Role

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


def first_password_holds(home: Path) -> bool:
    """Whether the first administrator still signs in with the password that was made for them."""
    return (
        _first_password(home).exists()
        and Person.objects.filter(username=FIRST, must_change_password=True, is_active=True).exists()
    )


def password_changed(person: Person, home: Path) -> None:
    """Note that a person has chosen their own password; the one kept in the home folder goes."""
    Person.objects.filter(pk=person.pk).update(must_change_password=False)
    audit.note(person, "changed_password")
    _forget_first(person, home)


def add_person(username: str, *, by: Person | None = None, **about: Any) -> tuple[Person, str]:
    """Make an account; returns it with the password to hand over, which is kept nowhere.

    about: name, email, role, language, departments and employee_id. Raises BadQuestion for a name or an e-mail address that
    another has.
    """
    password = new_password()
    person = Person(username=username, must_change_password=True)
    person.set_password(password)
    write(person, **about)
    note_added(by, person)
    return person, password


def note_added(by: Person | None, person: Person, **more: Any) -> None:
    """Tell the audit log of somebody new."""
    audit.note(by, "added_person", person.username, **told(person), **more)


def change_person(person: Person, *, active: bool, by: Person | None = None, **about: Any) -> None:
    """Change what is known of someone, or whether they may sign in.

    Raises BadQuestion where nobody would be left to administer.
    """
    with transaction.atomic():
        others = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
        if (about["role"] != Role.ADMINISTRATOR or not active) and not others.exists():
            raise BadQuestion(_("This is the last administrator."), fix=_("Make someone else an administrator first."))
        before = told(person)
        person.is_active = active
        write(person, **about)
        if not active:
            sittings.end(person)
        audit.note(by, "changed_person", person.username, **audit.changes(before, told(person)))


def write(
    person: Person, *, role: str, name: str = "", email: str = "", language: str = "", departments: Iterable[Department] = (),
    employee_id: str = "",
) -> None:  # fmt: skip
    """Write what is known of someone. Raises BadQuestion for a name or an e-mail address that another has."""
    person.first_name, person.email, person.role, person.language = name, email, role, language
    person.employee_id = employee_id
    try:
        with transaction.atomic():
            person.save()
            person.departments.set(departments)
    except IntegrityError as error:
        raise BadQuestion(_("Someone else has that name or e-mail address."), where=person.username) from error


def told(person: Person) -> dict[str, Any]:
    """A person as the audit log tells of them."""
    departments = [one.name for one in person.departments.all()]
    about = {"name": person.first_name, "email": person.email, "role": str(person.role), "language": person.language}
    return {**about, "departments": departments, "employee": person.employee_id, "active": person.is_active}


def change_yourself(person: Person, *, name: str, language: str) -> None:
    """Change one's own name and language."""
    before = {"name": person.first_name, "language": person.language}
    person.first_name, person.language = name, language
    person.save(update_fields=["first_name", "language"])
    audit.note(person, "changed_themselves", person.username, **audit.changes(before, {"name": name, "language": language}))


def new_password_for(person: Person, home: Path, *, by: Person | None = None) -> str:
    """Give someone who forgot theirs a new password; returned to hand over, kept nowhere. The first one holds no more."""
    password = new_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    sittings.end(person)
    _forget_first(person, home)
    audit.note(by, "made_password", person.username)
    return password


def named(username: str) -> Person:
    """The person of that sign-in name. Raises UnknownName."""
    found = Person.objects.filter(username__iexact=username).first()
    if found is None:
        raise UnknownName(_("person"), username, Person.objects.values_list("username", flat=True))
    return found


def let_in_again(person: Person, home: Path, *, second_factor_too: bool = False) -> str:
    """Let someone sign in who could not: by a new password, returned to hand over, and without the second factor they lost."""
    with transaction.atomic():
        if not person.is_active:
            person.is_active = True
            person.save(update_fields=["is_active"])
            audit.note(None, "changed_person", person.username, active={"from": False, "to": True})
        if second_factor_too:
            second_factor.remove(person)
        return new_password_for(person, home)


def new_password() -> str:
    """Four groups of letters and digits that are not mistaken for each other: 99 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for letter in range(5)) for group in range(4))


def _forget_first(person: Person, home: Path) -> None:
    if person.username == FIRST:
        _first_password(home).unlink(missing_ok=True)


def _first_password(home: Path) -> Path:
    return home / "first-sign-in"
