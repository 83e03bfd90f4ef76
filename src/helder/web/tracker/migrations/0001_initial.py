"""Sites."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

from django.db import migrations, models

import helder.web.tracker.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("key", models.CharField(default=helder.web.tracker.models.new_key, max_length=20, unique=True)),
                ("secret", models.TextField()),
                ("origins", models.TextField(verbose_name="origins")),
                (
                    "consent",
                    models.CharField(
                        choices=[
                            ("none", "Never: nothing is kept on the visitor's device"),
                            ("ask", "Once the site says that the visitor agreed"),
                            ("given", "Always: every visitor of this site has agreed"),
                        ],
                        default="ask",
                        max_length=10,
                        verbose_name="consent",
                    ),
                ),
                ("search", models.CharField(blank=True, default="q", max_length=30, verbose_name="search parameter")),
                ("parameters", models.CharField(blank=True, default="ref", max_length=80, verbose_name="parameters")),
                ("asks_intent", models.BooleanField(default=False)),
                ("asks_task", models.BooleanField(default=False)),
                ("intents", models.TextField(blank=True)),
                ("percent", models.PositiveSmallIntegerField(default=10)),
                ("delay", models.PositiveSmallIntegerField(default=10)),
                ("days", models.PositiveSmallIntegerField(default=30)),
                ("task_event", models.CharField(blank=True, default="purchase", max_length=40)),
                ("on_leaving", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "ordering": ("name",),
            },
        ),
    ]
