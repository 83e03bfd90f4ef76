"""The accounts app."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People, roles, signing in."""

    name = "helder.web.accounts"
    label = "accounts"
