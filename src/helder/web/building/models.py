"""Boards that somebody is changing, not yet published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helder.boards.board import Board
from helder.boards.reading import kept
from helder.web.boards.models import new_key


class Draft(models.Model):
    """What one person makes of a board. key: the board's, or the one it will have. based_on: its version; 0 for a new board.

    at: the number of the step that it is at; later ones were undone.
    """

    key = models.SlugField(max_length=40, default=new_key)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    based_on = models.PositiveIntegerField(default=0)
    at = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """How drafts are called and listed."""

        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-changed_at",)
        constraints = (models.UniqueConstraint(fields=("key", "person"), name="one_draft_a_person"),)

    @property
    def step(self) -> Step:
        """The step that it is at."""
        return self.steps.get(number=self.at)

    @property
    def board(self) -> Board:
        """The board as it is now."""
        return self.step.board

    def __str__(self) -> str:
        return f"{self.key} {self.person}"


class Step(models.Model):
    """A draft after one change. what: the change, in words."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    what = models.CharField(max_length=200, blank=True)

    class Meta:
        """How steps are called and listed."""

        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="one_step_of_a_number"),)

    @property
    def board(self) -> Board:
        """The board after the change."""
        from helder.web import serving

        return kept(self.definition, serving.catalog())

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"
