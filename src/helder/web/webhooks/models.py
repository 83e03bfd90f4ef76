"""Addresses to tell of what happens here, the lines that metrics may cross, and what is to be delivered."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.web.tokens.models import Token


class Event(models.TextChoices):
    """What another system can be told of."""

    RESPONSE = "response.arrived", _("answers to surveys have come in")
    CROSSED = "metric.crossed", _("a metric has crossed a line")
    FIRED = "alert.fired", _("an alert that names it fires")
    OVER = "alert.ended", _("that is over")
    DUE = "follow_up.due", _("a follow-up is due")


class Endpoint(models.Model):
    """An address of another system. secret: sealed. failing_since: of the first delivery of those that failed in a row.

    looked_at: number of the last load whose answers were told of. token: that it was made with, with which it ends.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    address = models.CharField(_("address"), max_length=500)
    events = models.JSONField(default=list)
    personal = models.BooleanField(_("with personal data"), default=False)
    secret = models.TextField()
    made_by = models.CharField(max_length=150)
    token = models.ForeignKey(Token, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.BigIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=300, default="")

    class Meta:
        """How endpoints are listed."""

        ordering = ("name",)

    @property
    def wants(self) -> list[str]:
        """What it is told of, in words."""
        return [str(Event(event).label) for event in self.events]

    def __str__(self) -> str:
        return self.name


class Side(models.TextChoices):
    """On which side of a line a figure is too much."""

    ABOVE = "above", _("rises above")
    BELOW = "below", _("falls below")


class Line(models.Model):
    """A line that a metric may cross, over the last so many days. where: which rows, as a condition in SQL.

    margin: how far a figure goes back over the line before it counts as back. beyond: whether it is over the line, None while
    that is not known. wavering: what it was at the last look, where that was provisional and otherwise than `beyond`.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="lines")
    metric = models.CharField(_("metric"), max_length=100)
    where = models.CharField(_("only where"), max_length=500, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), default=30)
    side = models.CharField(_("when it"), max_length=5, choices=Side.choices)
    threshold = models.FloatField(_("line"))
    margin = models.FloatField(_("margin"), default=0.0)
    smallest = models.PositiveIntegerField(_("rows at least"), default=30)
    beyond = models.BooleanField(null=True)
    wavering = models.BooleanField(null=True)
    value = models.FloatField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_batch = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=300, default="")

    def __str__(self) -> str:
        only = f" where {self.where}" if self.where else ""
        return f"{self.metric}{only} {self.get_side_display()} {self.threshold:g}"


class State(models.TextChoices):
    """What became of a delivery."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("delivered")
    GIVEN_UP = "given up", _("given up")


def new_id() -> str:
    """A number for a message that no other has."""
    return f"msg_{uuid.uuid4().hex}"


class Delivery(models.Model):
    """One event on its way to one endpoint. said: what came of the last try, in words."""

    id = models.CharField(primary_key=True, max_length=40, default=new_id)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    next_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=300, default="")
    tried_at = models.DateTimeField(null=True)

    class Meta:
        """Found by what is due."""

        ordering = ("-made_at",)
        indexes = (models.Index(fields=["state", "next_at"], name="due_deliveries"),)
