"""Files that were uploaded."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=255)),
                ("size", models.BigIntegerField()),
                ("mapping", models.TextField(blank=True)),
                ("notes", models.JSONField(default=dict)),
                ("mends", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("mapping", "being mapped"),
                            ("waiting", "waiting to be loaded"),
                            ("loading", "being loaded"),
                            ("loaded", "loaded"),
                            ("failed", "not loaded"),
                            ("cancelled", "cancelled"),
                        ],
                        default="mapping",
                        max_length=12,
                    ),
                ),
                ("cancelling", models.BooleanField(default=False)),
                ("load", models.BigIntegerField(null=True)),
                ("told", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("-created_at",),
            },
        ),
    ]
