"""The webhooks app."""

from django.apps import AppConfig


class Webhooks(AppConfig):
    """Webhooks: addresses, what they are told, and whether it came to them."""

    name = "helder.web.webhooks"
    label = "webhooks"
