"""The referral programme as it stands: links, the people they brought, what shows it, and what was earned."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """How customers are asked to bring others; there is one.

    landing: where links lead. origins: one a line, to which a link may lead as well. secret: sealed; the shop's server signs
    with it. cookie_domain: of the cookie that keeps the code; no cookie where empty.
    """

    landing = models.URLField(blank=True)
    origins = models.TextField(blank=True)
    parameter = models.CharField(max_length=30, default="ref")
    cookie_domain = models.CharField(max_length=120, blank=True)
    days = models.PositiveSmallIntegerField(default=30)
    referrer_reward = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    friend_reward = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    secret = models.TextField()


class Link(models.Model):
    """A customer's own link. shared_at: when it was first shared, as far as known."""

    customer_id = models.CharField(max_length=200, unique=True)
    code = models.CharField(max_length=12, unique=True)
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)


class Referral(models.Model):
    """A person whom a link reached, as a row of `referrals`. version: of what it says; told: the version the store has."""

    referral_id = models.CharField(max_length=40, unique=True)
    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="referrals")
    shared_at = models.DateTimeField(null=True)
    clicked_at = models.DateTimeField(null=True)
    customer_id = models.CharField(max_length=200, null=True, unique=True)
    signed_up_at = models.DateTimeField(null=True)
    converted_at = models.DateTimeField(null=True)
    order_id = models.CharField(max_length=200, null=True)
    version = models.PositiveIntegerField(default=1)
    told = models.PositiveIntegerField(default=0)


class Clue(models.Model):
    """Something in the store that shows by which link somebody came.

    source, source_id: a visit's page event, an order or a customer with a code in its attributes. referral_id: the very click,
    where that is known.
    """

    source = models.CharField(max_length=10)
    source_id = models.CharField(max_length=200)
    link = models.ForeignKey(Link, on_delete=models.CASCADE)
    referral_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    session_id = models.CharField(max_length=200, null=True, db_index=True)
    visitor_id = models.CharField(max_length=200, null=True, db_index=True)
    customer_id = models.CharField(max_length=200, null=True, db_index=True)

    class Meta:
        """Each is counted once."""

        constraints = (models.UniqueConstraint(fields=("source", "source_id"), name="one_clue_of_a_row"),)


class Reward(models.Model):
    """What somebody earned by a referral. customer_id: who."""

    class Status(models.TextChoices):
        """What becomes of it."""

        EARNED = "earned", _("earned")
        PAID = "paid", _("paid")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RECLAIM = "reclaim", _("paid, and withdrawn since")

    class Whose(models.TextChoices):
        """Who of the two it is for."""

        REFERRER = "referrer", _("who referred")
        FRIEND = "friend", _("who came")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="rewards")
    whose = models.CharField(max_length=10, choices=Whose.choices)
    customer_id = models.CharField(max_length=200)
    order_id = models.CharField(max_length=200)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.EARNED)
    earned_at = models.DateTimeField()

    class Meta:
        """Each of the two earns once by a referral."""

        ordering = ("-earned_at", "pk")
        constraints = (models.UniqueConstraint(fields=("referral", "whose"), name="one_reward_each"),)


class Looked(models.Model):
    """How far a table of the store has been looked at: the number of the last load."""

    table = models.CharField(max_length=40, unique=True)
    batch = models.BigIntegerField(default=0)
