"""The migrations of the application's own data make the tables that its models mean."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO

from django.apps import apps
from django.core.management import call_command

from helder.web.serving import Serving


def test_no_migration_is_missing(site: Serving) -> None:
    own = [app.label for app in apps.get_app_configs() if app.name.startswith("helder.") and app.models_module]
    assert len(own) > 5
    missing = StringIO()
    with suppress(SystemExit):
        call_command("makemigrations", *own, check_changes=True, dry_run=True, stdout=missing)
    assert missing.getvalue().startswith("No changes detected in apps "), missing.getvalue()
