"""Goals are a table of the store; those set before go there."""

# ruff: noqa: D101, RUF012 - as makemigrations writes it

from typing import Any

from django.db import migrations


def to_the_store(apps: Any, schema_editor: Any) -> None:
    """Keep each goal in the store the server has opened, unless the store has one for the same, or takes it no longer."""
    from helder.errors import BadInput
    from helder.goals.goal import Goal
    from helder.goals.keeping import keep, named
    from helder.web import serving

    for old in apps.get_model("boards", "Goal").objects.select_related("owner"):
        engine = serving.now().questions.workspace.engine
        owner = old.owner.username if old.owner else None
        goal = Goal("", old.metric, old.target, old.dimension or None, old.value or None, owner=owner)
        try:
            keep(engine, named(engine, goal), serving.catalog(), source="goal set before goals were a table")
        except BadInput as error:
            print(f"A goal set before is left out. {error}")


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_initial")]

    operations = [
        migrations.RunPython(to_the_store, migrations.RunPython.noop),
        migrations.DeleteModel("Goal"),
    ]
