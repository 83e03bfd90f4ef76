"""Digests: boards that go out by mail again and again, and the mails of each time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Every(models.TextChoices):
    """How often a digest goes out."""

    DAY = "day", _("every day")
    WEEKDAYS = "weekdays", _("Monday to Friday")
    WEEK = "week", _("every week")
    MONTH = "month", _("every month")


class Digest(models.Model):
    """A board that goes out by mail.

    query: the view, as an address carries it. addresses: outside ones. day: 1 to 7 of a week from Monday, 1 to 31 of a month,
    whose last day it is where it has no such one. hour: in the workspace's zone. base: the site's address for links. next_at:
    when it is due. problem: what came of the last time, where it was not as it should be.
    """

    board = models.SlugField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    addresses = models.JSONField(default=list)
    every = models.CharField(max_length=10, choices=Every.choices, default=Every.WEEK)
    day = models.PositiveSmallIntegerField(default=1)
    hour = models.PositiveSmallIntegerField(default=7)
    language = models.CharField(max_length=5, default="en")
    attached = models.BooleanField(default=True)
    active = models.BooleanField(default=True)
    base = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        """How digests are called and listed."""

        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ("board", "pk")

    def __str__(self) -> str:
        return self.board


class State(models.TextChoices):
    """Where a mail is: to be sent, in the courier's hands, taken by the mail server, or given up."""

    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")


class Delivery(models.Model):
    """A digest of one time to one receiver. person: None for an outside address. handed: whether the server was given it."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField()
    email = models.EmailField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(db_index=True)
    handed = models.BooleanField(default=False)
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        """One mail to one receiver each time, whoever notes it."""

        verbose_name = _("mail of a digest")
        verbose_name_plural = _("mails of digests")
        constraints = (models.UniqueConstraint(fields=("digest", "due_at", "email"), name="one_mail_a_time"),)

    def __str__(self) -> str:
        return f"{self.digest} {self.email}"
