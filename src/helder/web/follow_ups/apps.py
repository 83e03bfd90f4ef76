"""The app of follow-ups."""

from django.apps import AppConfig


class FollowUps(AppConfig):
    """Which answers open a follow-up, who sees to it, and how it went."""

    name = "helder.web.follow_ups"
    label = "follow_ups"

    def ready(self) -> None:
        """Hear of arriving rows."""
        from helder.web import serving
        from helder.web.follow_ups import watching

        serving.begun.connect(watching.begun)
