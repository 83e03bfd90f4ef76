"""Rules by which answers open follow-ups, the follow-ups, what was done about each, and the mails about them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helder.web.accounts.models import Department, Person
from helder.web.inviting.couriers.handed import HandedMail


class Instrument(models.TextChoices):
    """What a question measures, of those whose answers are scores."""

    NPS = "nps", _("Recommendation (NPS)")
    CSAT = "csat", _("Satisfaction (CSAT)")
    CES = "ces", _("Effort (CES)")
    OTHER = "other", _("Another question")


class Rule(models.Model):
    """Which answers open a follow-up, and for whom.

    question: by its code; empty for every one of the instrument. scale: on which low and high lie, as "0-10". filters: pairs of a
    dimension and its value, all of which hold. rows_of: the department whose rows count; None for the whole company. person,
    department: to whom its follow-ups are handed. opted_out: whether customers who opted out of invitations count, too. since:
    from when on answers count; mark: number of the last load that was looked at. problem: why it opens nothing.
    """

    name = models.CharField(max_length=100)
    instrument = models.CharField(max_length=10, choices=Instrument.choices)
    question = models.CharField(max_length=100, blank=True, default="")
    scale = models.CharField(max_length=40)
    low = models.FloatField()
    high = models.FloatField()
    filters = models.JSONField(default=list)
    rows_of = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    hours = models.PositiveSmallIntegerField(default=48)
    advice = models.TextField(blank=True, default="")
    opted_out = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    mark = models.BigIntegerField(default=0)
    problem = models.CharField(max_length=300, default="")
    site = models.CharField(max_length=200, default="")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """How rules are listed."""

        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """How a follow-up ended."""

    SOLVED = "solved", _("Reached, and solved")
    UNSOLVED = "unsolved", _("Reached, not solved")
    NOT_REACHED = "not reached", _("Not reached")
    NOTHING = "nothing", _("Nothing was needed")


class FollowUp(models.Model):
    """A customer to be reached because of an answer.

    reason: the rule's name when it was opened, kept though the rule may go. about: the response, else the answer, of which a rule
    opens one. score: as it was when it was opened, on the scale; that of ces is ease. department: whose people see it. revision:
    how often it was changed, so that nobody changes what they have not seen. due_told_at: when it was told that it is due.

    What the customer said and how they are reached is in the store, and not kept here.
    """

    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="follow_ups")
    reason = models.CharField(max_length=100)
    about = models.CharField(max_length=300)
    answer_id = models.CharField(max_length=300)
    response_id = models.CharField(max_length=300, blank=True, default="")
    customer_id = models.CharField(max_length=300, db_index=True)
    instrument = models.CharField(max_length=10, choices=Instrument.choices)
    question = models.CharField(max_length=200, blank=True, default="")
    survey = models.CharField(max_length=200, blank=True, default="")
    touchpoint = models.CharField(max_length=200, blank=True, default="")
    scale = models.CharField(max_length=40)
    score = models.FloatField()
    answered_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)
    hours = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="follow_ups")
    department = models.ForeignKey(Department, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True, default="")
    closed_at = models.DateTimeField(null=True, db_index=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    due_told_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        """The first that is due first; of a rule one for each response, and one for each answer."""

        ordering = ("due_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["rule", "about"], name="one_follow_up_of_a_response"),
            models.UniqueConstraint(fields=["rule", "answer_id"], name="one_follow_up_of_an_answer"),
        )
        indexes = (models.Index(fields=["closed_at", "due_at"], name="follow_ups_to_do"),)

    @property
    def overdue(self) -> bool:
        """Whether it should have been done by now."""
        return self.closed_at is None and self.due_at <= timezone.now()

    @property
    def in_time(self) -> bool:
        """Whether it was done by when it was due."""
        return self.closed_at is not None and self.closed_at <= self.due_at

    def due_anew(self, now: datetime) -> datetime:
        """When it is due where it begins now."""
        return now + timedelta(hours=self.hours)

    def __str__(self) -> str:
        return f"{self.pk} {self.reason}"


class Verb(models.TextChoices):
    """What was done about a follow-up."""

    OPENED = "opened", _("It was opened")
    TOOK = "took", _("Took it")
    HANDED = "handed", _("Handed it over")
    NOTED = "noted", _("Wrote")
    CLOSED = "closed", _("Closed it")
    REOPENED = "reopened", _("Opened it again")


class Step(models.Model):
    """Something done about a follow-up. who: None for Helder itself, or somebody who is gone. to: to whom it was handed."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    who = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    to = models.CharField(max_length=150, blank=True, default="")
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True, default="")
    text = models.TextField(blank=True, default="")

    class Meta:
        """As they came."""

        ordering = ("at", "pk")


class Why(models.TextChoices):
    """Why an answer that fits a rule opens nothing."""

    UNKNOWN = "unknown", _("without a known customer")
    OPTED_OUT = "opted out", _("opted out")


class LeftOut(models.Model):
    """An answer that fits a rule and opened nothing, counted once however often its row comes in."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="left_out")
    answer_id = models.CharField(max_length=300)
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Each answer once."""

        constraints = (models.UniqueConstraint(fields=["rule", "answer_id"], name="left_out_once"),)


class Told(models.TextChoices):
    """What a mail says of follow-ups."""

    OPENED = "opened", _("they were opened")
    HANDED = "handed", _("they were handed over")
    DUE = "due", _("they are due")


class Mail(HandedMail):
    """A mail to somebody about follow-ups, those of one look together. by: who handed them over."""

    follow_ups = models.ManyToManyField(FollowUp, related_name="mails")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.CharField(max_length=150, blank=True, default="")
    told = models.CharField(max_length=10, choices=Told.choices)

    class Meta:
        """Found by what is due."""

        indexes = (models.Index(fields=["state", "next_at"], name="due_follow_up_mails"),)
