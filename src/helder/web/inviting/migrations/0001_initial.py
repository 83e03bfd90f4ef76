"""Sendings, invitations, opt-outs and lines."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("surveys", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("sms", "SMS"), ("link", "A list of links, sent by yourself")],
                        max_length=10,
                        unique=True,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=0)),
                ("again_at", models.DateTimeField()),
                ("said", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("customer", "Customer"), ("address", "Address")], max_length=10)),
                ("who", models.CharField(max_length=320)),
                ("at", models.DateTimeField()),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [models.UniqueConstraint(fields=("kind", "who"), name="one_opt_out_each")],
            },
        ),
        migrations.CreateModel(
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("sms", "SMS"), ("link", "A list of links, sent by yourself")],
                        default="email",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Once, to the customers chosen"),
                            ("call", "After each call"),
                            ("chat", "After each chat"),
                            ("purchase", "After each purchase"),
                            ("return", "After each return"),
                            ("case", "After each case that is resolved"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="when",
                    ),
                ),
                ("conditions", models.JSONField(default=dict)),
                ("listed", models.JSONField(default=list)),
                ("texts", models.JSONField(default=dict)),
                ("touchpoint", models.CharField(blank=True, default="", max_length=100)),
                ("share", models.PositiveSmallIntegerField(default=100)),
                ("delay_minutes", models.PositiveIntegerField(default=0)),
                ("oldest_hours", models.PositiveIntegerField(default=72)),
                ("quarantine_days", models.PositiveIntegerField(default=30)),
                ("everywhere", models.BooleanField(default=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("reminder_days", models.PositiveSmallIntegerField(default=3)),
                ("expires_days", models.PositiveSmallIntegerField(default=30)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_until", models.TimeField(blank=True, null=True)),
                ("most_an_hour", models.PositiveIntegerField(default=500)),
                ("most_a_day", models.PositiveIntegerField(default=2000)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[("draft", "Not started"), ("running", "Running"), ("paused", "Paused")],
                        db_index=True,
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("mark", models.BigIntegerField(default=0)),
                ("since", models.DateTimeField(null=True)),
                ("gathered_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, default="", max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sendings", to="surveys.survey"),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("invitation_id", models.CharField(max_length=40, unique=True)),
                ("event", models.CharField(max_length=300)),
                ("customer_id", models.CharField(blank=True, default="", max_length=200)),
                ("address", models.CharField(blank=True, default="", max_length=320)),
                ("person", models.JSONField(default=dict)),
                ("about", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("reminded", "Reminded"),
                            ("answered", "Answered"),
                            ("failed", "Failed"),
                            ("expired", "Expired"),
                            ("opted_out", "Opted out"),
                            ("skipped", "Not asked"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("due", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("reminded", "Reminded"),
                            ("answered", "Answered"),
                            ("failed", "Failed"),
                            ("expired", "Expired"),
                            ("opted_out", "Opted out"),
                            ("skipped", "Not asked"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.CharField(blank=True, default="", max_length=40)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("reference", models.CharField(blank=True, default="", max_length=100)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("opted_out_at", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, default="", max_length=500)),
                ("expires_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "sending",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="inviting.sending"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="inviting_in_state_60fcce_idx"),
                    models.Index(fields=["state", "expires_at"], name="inviting_in_state_acc354_idx"),
                    models.Index(fields=["sending", "state"], name="inviting_in_sending_c40ca4_idx"),
                    models.Index(fields=["sending", "sent_at"], name="inviting_in_sending_206fa9_idx"),
                    models.Index(fields=["sending", "claimed_at"], name="inviting_in_sending_bf75f9_idx"),
                    models.Index(fields=["customer_id", "claimed_at"], name="inviting_in_custome_076226_idx"),
                    models.Index(fields=["address", "claimed_at"], name="inviting_in_address_e22f5e_idx"),
                    models.Index(
                        condition=models.Q(("revision", models.F("told")), _negated=True),
                        fields=["revision"],
                        name="invitations_untold",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("sending", "event"), name="one_invitation_an_event")],
            },
        ),
    ]
