"""People and their roles."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """Something a role may do."""

    BOARD = "board", _("see the executive board and every metric behind it")
    PERSONAL = "personal", _("see personal data in the rows behind a number")
    GOALS = "goals", _("set goals")
    BOARDS = "boards", _("make boards and share them")
    SURVEYS = "surveys", _("make surveys and send them")
    SOURCES = "sources", _("connect systems and upload files")
    TOKENS = "tokens", _("make tokens for the API")
    PEOPLE = "people", _("add people and give them a role")


class Role(models.TextChoices):
    """What a person does with Helder."""

    ADMINISTRATOR = "administrator", _("Administrator")
    ANALYST = "analyst", _("Analyst")
    MANAGER = "manager", _("Manager")
    AGENT = "agent", _("Agent")
    VIEWER = "viewer", _("Viewer")


RIGHTS: dict[str, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.ANALYST: frozenset({Right.BOARD, Right.PERSONAL, Right.GOALS, Right.BOARDS, Right.SURVEYS, Right.SOURCES}),
    Role.MANAGER: frozenset({Right.BOARD, Right.GOALS, Right.BOARDS, Right.SURVEYS}),
    Role.AGENT: frozenset(),
    Role.VIEWER: frozenset({Right.BOARD}),
}


class Person(AbstractUser):
    """Someone who may sign in."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.VIEWER)
    must_change_password = models.BooleanField(default=False)

    class Meta:
        """How people are called and listed."""

        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("username",)

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
