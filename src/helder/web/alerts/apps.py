"""The alerts app."""

from django.apps import AppConfig


class Alerts(AppConfig):
    """What is watched, what was found, who was told and who took it."""

    name = "helder.web.alerts"
    label = "alerts"

    def ready(self) -> None:
        """Hear of arriving rows."""
        from helder.web import serving
        from helder.web.alerts import watching

        serving.begun.connect(watching.begun)
