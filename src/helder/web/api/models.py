"""Answers kept so that a send repeated under one Idempotency-Key is done once."""

from __future__ import annotations

from django.db import models

from helder.web.tokens.models import Token


class Sent(models.Model):
    """A send under a key. begun_by: the run of the server that does it. status: of the answer, None while it is being done."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    begun_by = models.CharField(max_length=32)
    begun_at = models.DateTimeField(auto_now_add=True, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(null=True)

    class Meta:
        """A key is known once for each token."""

        constraints = (models.UniqueConstraint(fields=["token", "key"], name="one_send_per_key"),)
