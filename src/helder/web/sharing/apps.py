"""The sharing app."""

from django.apps import AppConfig


class Sharing(AppConfig):
    """Grants, links, walls."""

    name = "helder.web.sharing"
    label = "sharing"
