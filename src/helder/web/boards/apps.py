"""The boards app."""

from django.apps import AppConfig


class Boards(AppConfig):
    """Boards, metric pages, goals."""

    name = "helder.web.boards"
    label = "boards"
