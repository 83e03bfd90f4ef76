"""Sites that are tracked."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Consent(models.TextChoices):
    """When ids may be kept on a visitor's device."""

    NONE = "none", _("Never: nothing is kept on the visitor's device")
    ASK = "ask", _("Once the site says that the visitor agreed")
    GIVEN = "given", _("Always: every visitor of this site has agreed")


def new_key() -> str:
    """A site's public key, by which the script says whose it is."""
    return "".join(secrets.choice(_LETTERS) for _letter in range(12))


class Site(models.Model):
    """A site that loads the script.

    secret: sealed. origins: one a line, as https://shop.example. parameters: of the query that are kept with a page, parted by
    spaces. intents: a choice a line, as `code | English | Nederlands | Dansk`.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    secret = models.TextField()
    origins = models.TextField(_("origins"))
    consent = models.CharField(_("consent"), max_length=10, choices=Consent.choices, default=Consent.ASK)
    search = models.CharField(_("search parameter"), max_length=30, default="q", blank=True)
    parameters = models.CharField(_("parameters"), max_length=80, default="ref", blank=True)
    asks_intent = models.BooleanField(default=False)
    asks_task = models.BooleanField(default=False)
    intents = models.TextField(blank=True)
    percent = models.PositiveSmallIntegerField(default=10)
    delay = models.PositiveSmallIntegerField(default=10)
    days = models.PositiveSmallIntegerField(default=30)
    task_event = models.CharField(max_length=40, default="purchase", blank=True)
    on_leaving = models.BooleanField(default=True)

    class Meta:
        """How sites are called and listed."""

        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("name",)

    @property
    def allowed(self) -> frozenset[str]:
        """The origins whose pages may send."""
        return frozenset(self.origins.split())

    @property
    def asks(self) -> bool:
        """Whether it puts any question to visitors."""
        return self.asks_intent or self.asks_task

    def __str__(self) -> str:
        return self.name
