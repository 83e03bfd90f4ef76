"""The app."""

from django.apps import AppConfig


class Privacy(AppConfig):
    """Export and erasure of customers."""

    name = "helder.web.privacy"
