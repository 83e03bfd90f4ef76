"""The answers kept under keys."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tokens", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("begun_by", models.CharField(max_length=32)),
                ("begun_at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("body", models.BinaryField(null=True)),
                ("token", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tokens.token")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="one_send_per_key")],
            },
        ),
    ]
