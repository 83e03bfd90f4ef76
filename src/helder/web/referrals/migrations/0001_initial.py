"""The referral programme."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer_id", models.CharField(max_length=200, unique=True)),
                ("code", models.CharField(max_length=12, unique=True)),
                ("made_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Looked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=40, unique=True)),
                ("batch", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("landing", models.URLField(blank=True)),
                ("origins", models.TextField(blank=True)),
                ("parameter", models.CharField(default="ref", max_length=30)),
                ("cookie_domain", models.CharField(blank=True, max_length=120)),
                ("days", models.PositiveSmallIntegerField(default=30)),
                ("referrer_reward", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("friend_reward", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("secret", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("referral_id", models.CharField(max_length=40, unique=True)),
                ("shared_at", models.DateTimeField(null=True)),
                ("clicked_at", models.DateTimeField(null=True)),
                ("customer_id", models.CharField(max_length=200, null=True, unique=True)),
                ("signed_up_at", models.DateTimeField(null=True)),
                ("converted_at", models.DateTimeField(null=True)),
                ("order_id", models.CharField(max_length=200, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("told", models.PositiveIntegerField(default=0)),
                (
                    "link",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="referrals.link"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=10)),
                ("source_id", models.CharField(max_length=200)),
                ("referral_id", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("session_id", models.CharField(db_index=True, max_length=200, null=True)),
                ("visitor_id", models.CharField(db_index=True, max_length=200, null=True)),
                ("customer_id", models.CharField(db_index=True, max_length=200, null=True)),
                ("link", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="referrals.link")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("source", "source_id"), name="one_clue_of_a_row")],
            },
        ),
        migrations.CreateModel(
            name="Reward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("whose", models.CharField(choices=[("referrer", "who referred"), ("friend", "who came")], max_length=10)),
                ("customer_id", models.CharField(max_length=200)),
                ("order_id", models.CharField(max_length=200)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("earned", "earned"),
                            ("paid", "paid"),
                            ("withdrawn", "withdrawn"),
                            ("reclaim", "paid, and withdrawn since"),
                        ],
                        default="earned",
                        max_length=10,
                    ),
                ),
                ("earned_at", models.DateTimeField()),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rewards", to="referrals.referral"
                    ),
                ),
            ],
            options={
                "ordering": ("-earned_at", "pk"),
                "constraints": [models.UniqueConstraint(fields=("referral", "whose"), name="one_reward_each")],
            },
        ),
    ]
