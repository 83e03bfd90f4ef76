"""The reports app."""

from django.apps import AppConfig


class Reports(AppConfig):
    """Boards as files, and digests by mail."""

    name = "helder.web.reports"
    label = "reports"
