"""The API app."""

from django.apps import AppConfig


class Api(AppConfig):
    """The HTTP API."""

    name = "helder.web.api"
    label = "api"
