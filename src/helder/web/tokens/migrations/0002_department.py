"""Whose rows a token reads."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_employee_id"),
        ("tokens", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="department",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="accounts.department"
            ),
        ),
    ]
