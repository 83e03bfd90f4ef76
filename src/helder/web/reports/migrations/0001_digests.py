"""Digests and their mails."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

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
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("board", models.SlugField(max_length=40)),
                ("query", models.CharField(blank=True, max_length=2000)),
                ("addresses", models.JSONField(default=list)),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("day", "every day"),
                            ("weekdays", "Monday to Friday"),
                            ("week", "every week"),
                            ("month", "every month"),
                        ],
                        default="week",
                        max_length=10,
                    ),
                ),
                ("day", models.PositiveSmallIntegerField(default=1)),
                ("hour", models.PositiveSmallIntegerField(default=7)),
                ("language", models.CharField(default="en", max_length=5)),
                ("attached", models.BooleanField(default=True)),
                ("active", models.BooleanField(default=True)),
                ("base", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("next_at", models.DateTimeField(db_index=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("people", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "digest",
                "verbose_name_plural": "digests",
                "ordering": ("board", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                ("email", models.EmailField(max_length=254)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sending", "being sent"), ("sent", "sent"), ("failed", "not sent")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField(db_index=True)),
                ("handed", models.BooleanField(default=False)),
                ("said", models.CharField(blank=True, max_length=500)),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "digest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="reports.digest"
                    ),
                ),
            ],
            options={
                "verbose_name": "mail of a digest",
                "verbose_name_plural": "mails of digests",
                "constraints": [models.UniqueConstraint(fields=("digest", "due_at", "email"), name="one_mail_a_time")],
            },
        ),
    ]
