"""The accounts app."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """People, roles, departments, signing in, and the audit log."""

    name = "helder.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Hear of who signs in and out."""
        from allauth.mfa import signals as mfa
        from axes.signals import user_locked_out
        from django.contrib.auth import signals

        from helder.web.accounts import receivers

        signals.user_logged_in.connect(receivers.signed_in)
        signals.user_logged_out.connect(receivers.signed_out)
        signals.user_login_failed.connect(receivers.failed)
        user_locked_out.connect(receivers.locked_out)
        mfa.authentication_failed.connect(receivers.wrong_code)
        mfa.authenticator_used.connect(receivers.used_code)
