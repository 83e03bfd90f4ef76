"""The app of invitations."""

from django.apps import AppConfig


class Inviting(AppConfig):
    """Who is asked which survey, how and when, and what becomes of it."""

    name = "helder.web.inviting"
    label = "inviting"

    def ready(self) -> None:
        """Hear of arriving rows, and of surveys opened and answered."""
        from helder.web import serving
        from helder.web.inviting import receivers, watching
        from helder.web.surveys import signals

        serving.begun.connect(watching.begun)
        signals.opened.connect(receivers.opened)
        signals.answered.connect(receivers.answered)
