"""Tables of rules, follow-ups, what was done about them, what was left out, and mails."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the tables."""

    initial = True

    dependencies = (
        ("accounts", "0005_employee_id"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                (
                    "instrument",
                    models.CharField(
                        choices=[
                            ("nps", "Recommendation (NPS)"),
                            ("csat", "Satisfaction (CSAT)"),
                            ("ces", "Effort (CES)"),
                            ("other", "Another question"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question", models.CharField(blank=True, default="", max_length=100)),
                ("scale", models.CharField(max_length=40)),
                ("low", models.FloatField()),
                ("high", models.FloatField()),
                ("filters", models.JSONField(default=list)),
                ("hours", models.PositiveSmallIntegerField(default=48)),
                ("advice", models.TextField(blank=True, default="")),
                ("opted_out", models.BooleanField(default=False)),
                ("active", models.BooleanField(default=True)),
                ("since", models.DateTimeField(default=django.utils.timezone.now)),
                ("mark", models.BigIntegerField(default=0)),
                ("problem", models.CharField(default="", max_length=300)),
                ("site", models.CharField(default="", max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.department"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "rows_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.department"
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=100)),
                ("about", models.CharField(max_length=300)),
                ("answer_id", models.CharField(max_length=300)),
                ("response_id", models.CharField(blank=True, default="", max_length=300)),
                ("customer_id", models.CharField(db_index=True, max_length=300)),
                (
                    "instrument",
                    models.CharField(
                        choices=[
                            ("nps", "Recommendation (NPS)"),
                            ("csat", "Satisfaction (CSAT)"),
                            ("ces", "Effort (CES)"),
                            ("other", "Another question"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question", models.CharField(blank=True, default="", max_length=200)),
                ("survey", models.CharField(blank=True, default="", max_length=200)),
                ("touchpoint", models.CharField(blank=True, default="", max_length=200)),
                ("scale", models.CharField(max_length=40)),
                ("score", models.FloatField()),
                ("answered_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("hours", models.PositiveSmallIntegerField()),
                ("due_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "Reached, and solved"),
                            ("unsolved", "Reached, not solved"),
                            ("not reached", "Not reached"),
                            ("nothing", "Nothing was needed"),
                        ],
                        default="",
                        max_length=15,
                    ),
                ),
                ("closed_at", models.DateTimeField(db_index=True, null=True)),
                ("due_told_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="accounts.department"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="follow_ups", to="follow_ups.rule"
                    ),
                ),
            ],
            options={
                "ordering": ("due_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "It was opened"),
                            ("took", "Took it"),
                            ("handed", "Handed it over"),
                            ("noted", "Wrote"),
                            ("closed", "Closed it"),
                            ("reopened", "Opened it again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("to", models.CharField(blank=True, default="", max_length=150)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("solved", "Reached, and solved"),
                            ("unsolved", "Reached, not solved"),
                            ("not reached", "Not reached"),
                            ("nothing", "Nothing was needed"),
                        ],
                        default="",
                        max_length=15,
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                (
                    "follow_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="follow_ups.followup"
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(blank=True, default="", max_length=150)),
                (
                    "told",
                    models.CharField(
                        choices=[("opened", "they were opened"), ("handed", "they were handed over"), ("due", "they are due")],
                        max_length=10,
                    ),
                ),
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
                ("follow_ups", models.ManyToManyField(related_name="mails", to="follow_ups.followup")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["state", "next_at"], name="due_follow_up_mails")],
            },
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer_id", models.CharField(max_length=300)),
                (
                    "why",
                    models.CharField(
                        choices=[("unknown", "without a known customer"), ("opted out", "opted out")], max_length=10
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "rule",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="left_out", to="follow_ups.rule"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("rule", "answer_id"), name="left_out_once")],
            },
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["closed_at", "due_at"], name="follow_ups_to_do"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("rule", "about"), name="one_follow_up_of_a_response"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("rule", "answer_id"), name="one_follow_up_of_an_answer"),
        ),
    )
