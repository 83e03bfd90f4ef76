"""With whom boards are shared, the links that open them, and which one somebody opens first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import LANGUAGES, Department


class Grant(models.Model):
    """A board, by its key, shared with a person or with a department. It never widens the rows that they see."""

    board = models.CharField(max_length=40, db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="grants")
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="grants")
    may_change = models.BooleanField(_("may change it"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """How grants are called and listed."""

        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=True, department__isnull=False)
                | models.Q(person__isnull=False, department__isnull=True),
                name="a_grant_is_to_one",
            ),
            models.UniqueConstraint(fields=("board", "person"), condition=models.Q(department=None), name="one_grant_a_person"),
            models.UniqueConstraint(
                fields=("board", "department"), condition=models.Q(person=None), name="one_grant_a_department"
            ),
        )

    def __str__(self) -> str:
        return f"{self.board}: {self.person or self.department}"


class Link(models.Model):
    """What opens a board without signing in. Of its token only a hash is kept.

    own_rows: the rows its maker sees, else those of the department. query: with which view it opens; fixed: with no other.
    wall: for a wall screen. language: of its page; blank for that of the browser.
    """

    name = models.CharField(_("name"), max_length=100)
    board = models.CharField(max_length=40, db_index=True)
    start = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="links")
    made_at = models.DateTimeField(auto_now_add=True)
    own_rows = models.BooleanField(default=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    query = models.CharField(max_length=1000, blank=True)
    fixed = models.BooleanField(default=False)
    wall = models.BooleanField(default=False)
    language = models.CharField(max_length=5, choices=LANGUAGES, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        """How links are called and listed."""

        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ("-made_at",)

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def over(self) -> bool:
        """Whether it opens nothing any more, whatever its maker may."""
        return self.expired or self.revoked_at is not None

    def __str__(self) -> str:
        return self.name


class First(models.Model):
    """The board that somebody chose to open first."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="first_board")
    board = models.CharField(max_length=40)

    class Meta:
        """How it is called."""

        verbose_name = _("first board")
        verbose_name_plural = _("first boards")

    def __str__(self) -> str:
        return f"{self.person}: {self.board}"
