"""Whose work an agent sees."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_sessions_and_invitations"),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name="employee_id",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="employee number"),
        )
        for name in ("person", "invitation")
    ]
