"""The tokens app."""

from django.apps import AppConfig


class Tokens(AppConfig):
    """Tokens for the API: made, listed, revoked."""

    name = "helder.web.tokens"
    label = "tokens"
