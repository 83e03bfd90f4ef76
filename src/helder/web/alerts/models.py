"""What is watched, what was found, who saw and took it, and the mails about it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import Person
from helder.web.inviting.couriers.handed import HandedMail
from helder.web.webhooks.models import Endpoint


class Kind(models.TextChoices):
    """What makes an alert fire."""

    THRESHOLD = "threshold", _("it crosses a line")
    CHANGE = "change", _("it changes significantly")
    SEASON = "season", _("it is not as usual for the season")
    NO_DATA = "no data", _("no rows come in")


class Side(models.TextChoices):
    """Which way a figure is too far."""

    EITHER = "either", _("either way")
    ABOVE = "above", _("above")
    BELOW = "below", _("below")


class Grain(models.TextChoices):
    """Of which periods the newest whole one is judged."""

    HOUR = "hour", _("Hour")
    DAY = "day", _("Day")
    WEEK = "week", _("Week")


class Alert(models.Model):
    """What is watched for its owner, within the rows that they may see.

    filters: pairs of a dimension and its value. each: dimension every value of which is watched by itself. days: over which a
    figure is looked at, up to and with today (threshold) or yesterday (change). margin: how far a figure comes back over the line
    before it counts as back. minimum: what a change or a surprise is at least. level: chance of a false alarm at one look.
    site: address under which it was made. wavering: by segment, what a provisional figure was at the last look. judged_period:
    the newest whole period at the last look.
    """

    name = models.CharField(max_length=100)
    metric = models.CharField(max_length=100)
    filters = models.JSONField(default=list)
    each = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    side = models.CharField(max_length=6, choices=Side.choices, default=Side.EITHER)
    threshold = models.FloatField(null=True)
    margin = models.FloatField(default=0.0)
    days = models.PositiveSmallIntegerField(default=7)
    minimum = models.FloatField(default=0.0)
    grain = models.CharField(max_length=4, choices=Grain.choices, default=Grain.DAY)
    level = models.FloatField(default=0.01)
    hours = models.PositiveSmallIntegerField(default=24)
    smallest = models.PositiveIntegerField(default=30)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="alerts")
    shared = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    quiet_days = models.JSONField(default=list)
    remind_hours = models.PositiveSmallIntegerField(default=0)
    people = models.ManyToManyField(Person, related_name="+", blank=True)
    addresses = models.JSONField(default=list)
    endpoints = models.ManyToManyField(Endpoint, related_name="+", blank=True)
    site = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True)
    judged_batch = models.BigIntegerField(default=0)
    judged_period = models.CharField(max_length=30, default="")
    wavering = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, default="")

    class Meta:
        """How alerts are listed."""

        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Firing(models.Model):
    """One time that an alert is so: from the look that found it to the look that found it no more.

    about: title of the metric's rows it is of, such as the value of `each`; empty for all. period: first moment of the period
    judged, as ISO 8601. expected, low, high: what was likely, or the line, or the figure before. points: the picture, as lists
    of label, value, low and high. told_at: when people were told of it, None while hours are quiet; end_told_at: of its end.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="firings")
    segment = models.CharField(max_length=200, default="")
    began = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True)
    figure = models.FloatField(null=True)
    last = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    p = models.FloatField(null=True)
    n = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=30, default="")
    provisional = models.BooleanField(default=False)
    period = models.CharField(max_length=30, default="")
    points = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        """The newest first; of a segment at most one that has not ended."""

        ordering = ("-began", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["alert", "segment"], condition=models.Q(ended=None), name="one_firing_of_a_segment"),
        )


class Seen(models.Model):
    """Someone saw a firing."""

    firing = models.ForeignKey(Firing, on_delete=models.CASCADE, related_name="seen")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Once for each."""

        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=["firing", "person"], name="seen_once"),)


class Told(models.TextChoices):
    """What a message says of a firing."""

    FIRED = "fired", _("it fires")
    STILL = "still", _("it still fires")
    ENDED = "ended", _("it is over")
    WAS = "was", _("it fired in quiet hours, and is over")


class Mail(HandedMail):
    """A mail about a firing to one address."""

    firing = models.ForeignKey(Firing, on_delete=models.CASCADE, related_name="mails")
    told = models.CharField(max_length=10, choices=Told.choices)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=5, default="en")

    class Meta:
        """Found by what is due."""

        indexes = (models.Index(fields=["state", "next_at"], name="due_alert_mails"),)
