"""The token that an endpoint was made with."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def find_tokens(apps: Any, schema_editor: Any) -> None:
    """Find the tokens of endpoints there are, which were known by their names."""
    tokens = {f"token {one.name}": one for one in apps.get_model("tokens", "Token").objects.all()}
    for endpoint in apps.get_model("webhooks", "Endpoint").objects.filter(made_by__in=tokens):
        endpoint.token = tokens[endpoint.made_by]
        endpoint.save(update_fields=["token"])


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("tokens", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="endpoint",
            name="token",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="tokens.token"),
        ),
        migrations.RunPython(find_tokens, migrations.RunPython.noop),
    ]
