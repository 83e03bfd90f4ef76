"""The referrals app."""

from django.apps import AppConfig


class Referrals(AppConfig):
    """The referral programme."""

    name = "helder.web.referrals"
    label = "referrals"
