"""The sources app."""

from django.apps import AppConfig


class Sources(AppConfig):
    """Connections to other systems. What they are and did is kept in files of the home folder, not in the database."""

    name = "helder.web.sources"
    label = "sources"
