"""The webhooks."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import helder.web.webhooks.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("events", models.JSONField(default=list)),
                ("personal", models.BooleanField(default=False, verbose_name="with personal data")),
                ("secret", models.TextField()),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("looked_at", models.BigIntegerField(default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_why", models.CharField(default="", max_length=300)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("metric", models.CharField(max_length=100, verbose_name="metric")),
                ("where", models.CharField(blank=True, max_length=500, verbose_name="only where")),
                ("days", models.PositiveSmallIntegerField(default=30, verbose_name="days")),
                (
                    "side",
                    models.CharField(
                        choices=[("above", "rises above"), ("below", "falls below")], max_length=5, verbose_name="when it"
                    ),
                ),
                ("threshold", models.FloatField(verbose_name="line")),
                ("margin", models.FloatField(default=0.0, verbose_name="margin")),
                ("smallest", models.PositiveIntegerField(default=30, verbose_name="rows at least")),
                ("beyond", models.BooleanField(null=True)),
                ("wavering", models.BooleanField(null=True)),
                ("value", models.FloatField(null=True)),
                ("judged_at", models.DateTimeField(null=True)),
                ("judged_batch", models.BigIntegerField(default=0)),
                ("problem", models.CharField(default="", max_length=300)),
                (
                    "endpoint",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="webhooks.endpoint"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.CharField(default=helder.web.webhooks.models.new_id, max_length=40, primary_key=True, serialize=False),
                ),
                ("event", models.CharField(max_length=40)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("done", "delivered"), ("given up", "given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("said", models.CharField(default="", max_length=300)),
                ("tried_at", models.DateTimeField(null=True)),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="webhooks.endpoint"
                    ),
                ),
            ],
            options={
                "ordering": ("-made_at",),
                "indexes": [models.Index(fields=["state", "next_at"], name="due_deliveries")],
            },
        ),
    ]
