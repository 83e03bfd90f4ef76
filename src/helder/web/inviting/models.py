"""Sendings, the invitations they make, opt-outs, and how the lines to people stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helder.web.surveys.models import Survey


class Channel(models.TextChoices):
    """How people are asked."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    LINK = "link", _("A list of links, sent by yourself")


class After(models.TextChoices):
    """What starts invitations; nothing where a sending is done once."""

    ONCE = "", _("Once, to the customers chosen")
    CALL = "call", _("After each call")
    CHAT = "chat", _("After each chat")
    PURCHASE = "purchase", _("After each purchase")
    RETURN = "return", _("After each return")
    CASE = "case", _("After each case that is resolved")


class Standing(models.TextChoices):
    """Whether a sending asks anybody."""

    DRAFT = "draft", _("Not started")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")


class Sending(models.Model):
    """Who is asked a survey, how and when: once, or by a rule after each event of a kind.

    conditions: by column, the values of which one must be had. listed: people uploaded, instead of customers of the store.
    touchpoint: what answers are about. texts: by language, subject and message in place of the usual ones. share: per cent of
    events or customers. oldest_hours: events older start nothing. everywhere: whether any survey counts for quarantine.
    mark: the last load whose rows a rule has looked at. since: when it last began to look. gathered_at: when those asked once
    were noted. trouble: why it paused itself.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="sendings")
    name = models.CharField(_("name"), max_length=120)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    after = models.CharField(_("when"), max_length=10, choices=After.choices, default=After.ONCE, blank=True)
    conditions = models.JSONField(default=dict)
    listed = models.JSONField(default=list)
    texts = models.JSONField(default=dict)
    touchpoint = models.CharField(max_length=100, blank=True, default="")
    share = models.PositiveSmallIntegerField(default=100)
    delay_minutes = models.PositiveIntegerField(default=0)
    oldest_hours = models.PositiveIntegerField(default=72)
    quarantine_days = models.PositiveIntegerField(default=30)
    everywhere = models.BooleanField(default=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminder_days = models.PositiveSmallIntegerField(default=3)
    expires_days = models.PositiveSmallIntegerField(default=30)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    most_an_hour = models.PositiveIntegerField(default=500)
    most_a_day = models.PositiveIntegerField(default=2000)
    starts_at = models.DateTimeField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.DRAFT, db_index=True)
    mark = models.BigIntegerField(default=0)
    since = models.DateTimeField(null=True)
    gathered_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering = ("-created_at", "-pk")

    @property
    def editable(self) -> bool:
        """Whether it can be changed: not once it has chosen whom to ask."""
        return self.standing != Standing.RUNNING and (bool(self.after) or self.gathered_at is None)

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Where an invitation is.

    DUE waits for its time; SENDING is in the hands of a courier; SENT and REMINDED wait for an answer. The others are ends.
    """

    DUE = "due", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    REMINDED = "reminded", _("Reminded")
    ANSWERED = "answered", _("Answered")
    FAILED = "failed", _("Failed")
    EXPIRED = "expired", _("Expired")
    OPTED_OUT = "opted_out", _("Opted out")
    SKIPPED = "skipped", _("Not asked")


#: States in which something may still be sent.
LIVE = (State.DUE, State.SENT, State.REMINDED)


class Invitation(models.Model):
    """One person asked one survey, once.

    event: what it is about, of which a sending asks once. person: as listed or found, by name: customer_id, email, phone, name,
    language; address: that used. about: what its link says of it. before: the state a courier took it from. number: of the next
    message, 0 for the invitation itself. due_at: when that goes; None for none. claim: whose hands it is in; handed_at: when the
    other side was given the message. revision counts changes of what the store is told, told the one it has.
    """

    invitation_id = models.CharField(max_length=40, unique=True)
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="invitations")
    event = models.CharField(max_length=300)
    customer_id = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=320, blank=True, default="")
    person = models.JSONField(default=dict)
    about = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    before = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    reason = models.CharField(max_length=500, blank=True, default="")
    number = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=40, blank=True, default="")
    claimed_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=100, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """An event is asked about once by a sending."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("sending", "event"), name="one_invitation_an_event"),)
        indexes = (
            models.Index(fields=("state", "due_at")),
            models.Index(fields=("state", "expires_at")),
            models.Index(fields=("sending", "state")),
            models.Index(fields=("sending", "sent_at")),
            models.Index(fields=("sending", "claimed_at")),
            models.Index(fields=("customer_id", "claimed_at")),
            models.Index(fields=("address", "claimed_at")),
            models.Index(fields=("revision",), condition=~models.Q(revision=models.F("told")), name="invitations_untold"),
        )


class OptOut(models.Model):
    """Someone who wants no more invitations: a customer, or an address (in small letters; a number as +4512345678)."""

    kind = models.CharField(max_length=10, choices=(("customer", _("Customer")), ("address", _("Address"))))
    who = models.CharField(max_length=320)
    at = models.DateTimeField()
    source = models.CharField(max_length=120)

    class Meta:
        """One is enough."""

        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("kind", "who"), name="one_opt_out_each"),)


class Line(models.Model):
    """A way to people that is in trouble: since when, how often it was tried in vain, and when it is tried again."""

    channel = models.CharField(max_length=10, choices=Channel.choices, unique=True)
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    again_at = models.DateTimeField()
    said = models.CharField(max_length=500)
