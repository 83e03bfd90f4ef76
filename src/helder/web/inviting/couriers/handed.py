"""What the tables of mails to colleagues keep of each mail's way."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    GIVEN_UP = "given up", _("given up")


class HandedMail(models.Model):
    """A mail to a colleague, kept until it has come or cannot. next_at: of the next try; said: what came of the last."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=300, default="")

    class Meta:
        """Of tables that have more columns."""

        abstract = True
