"""What another system signs in with, and what that opens."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.query.scope import WHOLE, Scope
from helder.web.accounts.models import Department
from helder.web.accounts.seeing import scope_of_departments

#: In place of tables' names: every table there is, and those to come.
ALL = "*"


class Token(models.Model):
    """A token, of which only the SHA-256 is kept.

    start: its first characters, by which people tell it from others. writes: the names of tables it may send rows to, or ALL.
    department: whose rows alone it reads; None for the whole company.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    start = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.JSONField(default=list)
    reads = models.BooleanField(_("reads"), default=False)
    personal = models.BooleanField(_("sees personal data"), default=False)
    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="tokens")
    webhooks = models.BooleanField(_("manages webhooks"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """How tokens are called and listed."""

        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ("name",)

    @property
    def holds(self) -> bool:
        """Whether it opens anything: neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    def may_write(self, table: str) -> bool:
        """Whether it may send rows to a table."""
        return ALL in self.writes or table in self.writes

    @property
    def seen(self) -> Scope:
        """The rows that its figures may be of."""
        return WHOLE if self.department is None else scope_of_departments([self.department])

    @property
    def scopes(self) -> str:
        """What it may do, in a few words."""
        words = [f"write {', '.join('all' if table == ALL else table for table in self.writes)}"] if self.writes else []
        words += ["read"] if self.reads else []
        words += [f"department {self.department}"] if self.department else []
        words += ["personal data"] if self.personal else []
        words += ["webhooks"] if self.webhooks else []
        return "; ".join(words)

    def __str__(self) -> str:
        return self.name
