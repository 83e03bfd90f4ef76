"""Tables of alerts, what they found, who saw it, and mails about it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the tables."""

    initial = True

    dependencies = (
        ("webhooks", "0002_endpoint_token"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("metric", models.CharField(max_length=100)),
                ("filters", models.JSONField(default=list)),
                ("each", models.CharField(blank=True, max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("threshold", "it crosses a line"),
                            ("change", "it changes significantly"),
                            ("season", "it is not as usual for the season"),
                            ("no data", "no rows come in"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("either", "either way"), ("above", "above"), ("below", "below")], default="either", max_length=6
                    ),
                ),
                ("threshold", models.FloatField(null=True)),
                ("margin", models.FloatField(default=0.0)),
                ("days", models.PositiveSmallIntegerField(default=7)),
                ("minimum", models.FloatField(default=0.0)),
                (
                    "grain",
                    models.CharField(choices=[("hour", "Hour"), ("day", "Day"), ("week", "Week")], default="day", max_length=4),
                ),
                ("level", models.FloatField(default=0.01)),
                ("hours", models.PositiveSmallIntegerField(default=24)),
                ("smallest", models.PositiveIntegerField(default=30)),
                ("shared", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("quiet_days", models.JSONField(default=list)),
                ("remind_hours", models.PositiveSmallIntegerField(default=0)),
                ("addresses", models.JSONField(default=list)),
                ("site", models.CharField(default="", max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("judged_at", models.DateTimeField(null=True)),
                ("judged_batch", models.BigIntegerField(default=0)),
                ("judged_period", models.CharField(default="", max_length=30)),
                ("wavering", models.JSONField(default=dict)),
                ("problem", models.CharField(default="", max_length=300)),
                ("endpoints", models.ManyToManyField(blank=True, related_name="+", to="webhooks.endpoint")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("people", models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Firing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("segment", models.CharField(default="", max_length=200)),
                ("began", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended", models.DateTimeField(null=True)),
                ("figure", models.FloatField(null=True)),
                ("last", models.FloatField(null=True)),
                ("expected", models.FloatField(null=True)),
                ("low", models.FloatField(null=True)),
                ("high", models.FloatField(null=True)),
                ("p", models.FloatField(null=True)),
                ("n", models.BigIntegerField(null=True)),
                ("unit", models.CharField(default="", max_length=30)),
                ("provisional", models.BooleanField(default=False)),
                ("period", models.CharField(default="", max_length=30)),
                ("points", models.JSONField(default=list)),
                ("told_at", models.DateTimeField(null=True)),
                ("end_told_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("taken_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "alert",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="firings", to="alerts.alert"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-began", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "told",
                    models.CharField(
                        choices=[
                            ("fired", "it fires"),
                            ("still", "it still fires"),
                            ("ended", "it is over"),
                            ("was", "it fired in quiet hours, and is over"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("language", models.CharField(default="en", max_length=5)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waiting"), ("sent", "sent"), ("given up", "given up")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("said", models.CharField(default="", max_length=300)),
                (
                    "firing",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="alerts.firing"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "firing",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="seen", to="alerts.firing"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "ordering": ("at",),
            },
        ),
        migrations.AddConstraint(
            model_name="firing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended", None)), fields=("alert", "segment"), name="one_firing_of_a_segment"
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(fields=["state", "next_at"], name="due_alert_mails"),
        ),
        migrations.AddConstraint(
            model_name="seen",
            constraint=models.UniqueConstraint(fields=("firing", "person"), name="seen_once"),
        ),
    )
