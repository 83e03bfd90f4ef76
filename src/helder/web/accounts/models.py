"""People, their roles and their departments; and what they did."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import uuid4

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.i18n import NAMES


class Right(models.TextChoices):
    """Something a role may do."""

    BOARD = "board", _("be alerted, and be mailed boards")
    METRICS = "metrics", _("open every metric, and every board that comes with Helder")
    COMPANY = "company", _("see the rows of the whole company")
    PERSONAL = "personal", _("see personal data in the rows behind a number")
    GOALS = "goals", _("set goals")
    BOARDS = "boards", _("make boards and share them")
    SURVEYS = "surveys", _("make surveys and send them")
    SOURCES = "sources", _("connect systems and upload files")
    TOKENS = "tokens", _("make tokens for the API")
    PEOPLE = "people", _("add people and give them a role")
    CUSTOMERS = "customers", _("export and erase what is kept of a customer")
    COLLEAGUES = "colleagues", _("see who is of one's own departments")


class Role(models.TextChoices):
    """What a person does with Helder."""

    ADMINISTRATOR = "administrator", _("Administrator")
    ANALYST = "analyst", _("Analyst")
    MANAGER = "manager", _("Manager")
    AGENT = "agent", _("Agent")
    VIEWER = "viewer", _("Viewer")


RIGHTS: dict[str, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.ANALYST: frozenset(Right) - {Right.TOKENS, Right.PEOPLE, Right.CUSTOMERS, Right.COLLEAGUES},
    Role.MANAGER: frozenset(
        {Right.BOARD, Right.METRICS, Right.GOALS, Right.BOARDS, Right.SURVEYS, Right.COLLEAGUES},
    ),
    Role.AGENT: frozenset(),
    Role.VIEWER: frozenset({Right.BOARD}),
}


#: Languages of the pages; blank for that of the browser, or else of the workspace.
LANGUAGES = [("", _("That of the browser")), *NAMES.items()]


class Department(models.Model):
    """Some people and the rows they see.

    conditions: by dimension, the values that its rows have one of; all dimensions at once. Empty: the whole company.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    conditions = models.JSONField(default=dict)

    class Meta:
        """How departments are called and listed."""

        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Someone who may sign in. employee_id: whose work an agent sees, as the tables name them."""

    departments = models.ManyToManyField(Department, related_name="people", verbose_name=_("departments"), blank=True)
    employee_id = models.CharField(_("employee number"), max_length=100, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, blank=True, default="")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    must_change_password = models.BooleanField(default=False)

    class Meta:
        """How people are called and listed."""

        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("username",)
        constraints = (models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_an_email"),)

    @property
    def rights(self) -> frozenset[Right]:
        """What the role opens."""
        return RIGHTS[self.role]

    @property
    def initial(self) -> str:
        """The first letter of the name."""
        return str(self)[:1].upper()

    def may(self, right: Right) -> bool:
        """Whether the role opens it."""
        return right in self.rights

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Sitting(models.Model):
    """A browser in which somebody is signed in; once it is gone, that browser is signed in no more."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sittings")
    agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """How sittings are called and listed."""

        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.person} {self.address}"


class Invitation(models.Model):
    """What lets somebody make an account once. email: to whom it was sent; blank for a link to hand over."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    language = models.CharField(_("language"), max_length=5, choices=LANGUAGES, blank=True, default="")
    departments = models.ManyToManyField(Department, blank=True)
    employee_id = models.CharField(_("employee number"), max_length=100, blank=True, default="")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """How invitations are called and listed."""

        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-made_at",)

    @property
    def holds(self) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()

    def __str__(self) -> str:
        return self.email or self.name or str(_("a link"))


class _Kept(models.QuerySet["Entry"]):
    """Entries, which are added and read, never changed."""

    def update(self, **given: Any) -> NoReturn:
        """Refused."""
        raise TypeError("An entry of the audit log is never changed.")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TypeError("An entry of the audit log is never removed before its time.")


class Entry(models.Model):
    """Something that somebody did.

    who: their sign-in name, blank where nobody was signed in. about: whom or what. address: from where.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    who = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)

    objects = _Kept.as_manager()

    class Meta:
        """How entries are called and listed."""

        verbose_name = _("entry")
        verbose_name_plural = _("audit log")
        ordering = ("-at", "-pk")

    def save(self, *args: Any, **given: Any) -> None:
        """Keep a new one; one that is kept already stays as it is."""
        if not self._state.adding:
            raise TypeError("An entry of the audit log is never changed.")
        super().save(*args, **given)

    def delete(self, *args: Any, **given: Any) -> NoReturn:
        """Refused."""
        raise TypeError("An entry of the audit log is never removed before its time.")

    def __str__(self) -> str:
        return f"{self.who} {self.verb} {self.about}".strip()
