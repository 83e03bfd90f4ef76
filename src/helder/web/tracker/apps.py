"""The tracker app."""

from django.apps import AppConfig


class Tracker(AppConfig):
    """Sites, the script they load, and what it sends."""

    name = "helder.web.tracker"
    label = "tracker"
