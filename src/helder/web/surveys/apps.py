"""The surveys app."""

from django.apps import AppConfig


class Surveys(AppConfig):
    """Making surveys, and the pages on which they are answered."""

    name = "helder.web.surveys"
    label = "surveys"
