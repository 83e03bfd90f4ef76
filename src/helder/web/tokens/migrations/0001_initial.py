"""The tokens."""

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
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("start", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("writes", models.JSONField(default=list)),
                ("reads", models.BooleanField(default=False, verbose_name="reads")),
                ("personal", models.BooleanField(default=False, verbose_name="sees personal data")),
                ("webhooks", models.BooleanField(default=False, verbose_name="manages webhooks")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "token",
                "verbose_name_plural": "tokens",
                "ordering": ("name",),
            },
        ),
    ]
