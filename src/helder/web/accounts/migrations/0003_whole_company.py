"""Everyone there is sees the whole company, as before there were departments."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def _make(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    department = apps.get_model("accounts", "Department").objects.create(name="Whole company")
    department.people.set(apps.get_model("accounts", "Person").objects.all())


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_departments"),
    ]

    operations = [
        migrations.RunPython(_make, migrations.RunPython.noop),
    ]
