"""Surveys, their versions, and how far each respondent is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helder.web.surveys import reading
from helder.web.surveys.definition import Definition


class State(models.TextChoices):
    """Whether a survey can be answered."""

    DRAFT = "draft", _("Not published")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


class Survey(models.Model):
    """A survey. draft: the definition being edited, as JSON; sites: origins that may embed it, one a line."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    open_to_all = models.BooleanField(_("anyone with the address can answer"), default=True)
    sites = models.TextField(_("sites that show it"), blank=True, default="")
    draft = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """How surveys are listed."""

        ordering = ("name", "key")

    @property
    def drafted(self) -> Definition:
        """The definition being edited."""
        return reading.from_json(self.draft)

    @property
    def latest(self) -> Version | None:
        """The version that is asked now; None before the first."""
        return self.versions.order_by("-number").first()

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """A published version of a survey; it never changes."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A number is given once."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("survey", "number"), name="one_version_a_number"),)

    @property
    def definition(self) -> Definition:
        """What it asks."""
        return reading.from_json(self.content)


class Response(models.Model):
    """A filled-in survey, whole or not.

    link: what the link said of the respondent and what it is about. answers: by code, with score, choice, comment, asked_at and
    answered_at. page: how many pages were sent. sent: whether the answers, as they are here, are in the table of answers.
    """

    response_id = models.CharField(max_length=40, unique=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="responses")
    invitation_id = models.CharField(max_length=200, null=True, unique=True)
    link = models.JSONField(default=dict)
    language = models.CharField(max_length=3)
    answers = models.JSONField(default=dict)
    page = models.PositiveIntegerField(default=0)
    sent = models.BooleanField(default=False, db_index=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)


class Picture(models.Model):
    """A logo, known by its digest, so that a version keeps the one it was published with."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()
