"""Goals that the web application kept itself move into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helder.web.serving import Serving


def test_goals_set_before_they_were_a_table_go_into_it(site: Serving) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    before = [("boards", "0001_initial")]
    executor = MigrationExecutor(connection)
    executor.migrate(before)
    old = executor.loader.project_state(before).apps.get_model("boards", "Goal")
    old.objects.create(metric="nps", target=44.0, dimension="country", value="NL")
    old.objects.create(metric="gone", target=1.0)
    call_command("migrate", "boards", interactive=False, verbosity=0)
    (goal,) = site.questions.goals()
    assert (goal.metric, goal.target, goal.segment) == ("nps", 44.0, ("country", "NL"))
    from helder.goals.keeping import keep

    workspace = site.questions.workspace
    keep(workspace.engine, replace(goal, withdrawn=True), workspace.catalog, source="tidying")
