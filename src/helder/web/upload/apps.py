"""The app of uploads."""

from django.apps import AppConfig


class Upload(AppConfig):
    """Files that people upload."""

    name = "helder.web.upload"
    label = "upload"
