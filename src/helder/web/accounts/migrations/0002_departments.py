"""Departments, languages, and the audit log."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("conditions", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("who", models.CharField(blank=True, max_length=150)),
                ("verb", models.CharField(max_length=60)),
                ("about", models.CharField(blank=True, max_length=200)),
                ("details", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=45)),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "audit log",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("", "That of the browser"), ("en", "English"), ("nl", "Nederlands"), ("da", "Dansk")],
                default="",
                max_length=5,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="departments",
            field=models.ManyToManyField(blank=True, related_name="people", to="accounts.department", verbose_name="departments"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("email", ""), _negated=True),
                name="one_person_an_email",
            ),
        ),
    ]
