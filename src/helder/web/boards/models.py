"""What boards remember: the goals."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.Model):
    """The figure a metric is to reach, for all or for one segment, and who answers for it.

    target is in the unit of answers: a share is a fraction, a time is in seconds, money in currency units.
    """

    metric = models.CharField(_("metric"), max_length=80)
    target = models.FloatField(_("target"))
    dimension = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.SET_NULL, null=True)
    set_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Goal]] = models.Manager()

    class Meta:
        """One goal per metric and segment."""

        ordering = ("metric", "dimension", "value")
        constraints = (models.UniqueConstraint(fields=("metric", "dimension", "value"), name="one_goal_per_metric_and_segment"),)

    def __str__(self) -> str:
        return f"{self.metric} {self.target:g}"

    @property
    def segment(self) -> tuple[str, str] | None:
        """The dimension and value it holds for; None for all."""
        return (self.dimension, self.value) if self.dimension else None
