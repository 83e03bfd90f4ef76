"""What can be done with a survey."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from helder.errors import BadInput, BadQuestion
from helder.model import TABLES
from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.surveys import reading
from helder.web.surveys.definition import Definition
from helder.web.surveys.models import State, Survey, Version

_LONGEST = 50


def create(name: str, definition: Definition, by: Person | None = None) -> Survey:
    """Make a survey, not yet published; its key is made of its name."""
    with transaction.atomic():
        return Survey.objects.create(key=_free_key(name), name=name, draft=reading.to_json(definition), created_by=by)


def copy(survey: Survey, by: Person) -> Survey:
    """Make a survey that asks what another one's draft does."""
    made = create(_("%(name)s, copied") % {"name": survey.name[:100]}, survey.drafted, by)
    made.open_to_all, made.sites = survey.open_to_all, survey.sites
    made.save(update_fields=["open_to_all", "sites"])
    return made


def redraft(survey: Survey, definition: Definition) -> None:
    """Change what the next version will ask. Raises BadInput or UnknownName where the parts do not go together."""
    reading.check(definition)
    survey.draft = reading.to_json(definition)
    survey.save(update_fields=["draft"])


def undo(survey: Survey) -> None:
    """Make the draft again what the latest version asks; one that was never published stays."""
    if (latest := survey.latest) is not None:
        survey.draft = latest.content
        survey.save(update_fields=["draft"])


def publish(survey: Survey) -> Version:
    """Make the draft the next version, and open the survey; answers before it stay with theirs.

    Raises BadInput where there is nothing to ask.
    """
    if not survey.drafted.questions:
        raise BadInput(_("The survey has no questions."), where=survey.name, fix=_("Add one first."))
    with transaction.atomic():
        latest = Survey.objects.select_for_update().get(pk=survey.pk).latest
        if latest is None or latest.content != survey.draft:
            number = latest.number + 1 if latest else 1
            latest = Version.objects.create(survey=survey, number=number, content=survey.draft)
        survey.state = State.OPEN
        survey.save(update_fields=["state"])
    return latest


def put(survey: Survey, state: State) -> None:
    """Open, pause or close a survey that was published. Raises BadQuestion for one that was not."""
    if survey.state == State.DRAFT or state == State.DRAFT:
        raise BadQuestion(_("The survey is not published."), where=survey.name, fix=_("Publish it first."))
    survey.state = state
    survey.save(update_fields=["state"])


def throw_away(survey: Survey) -> None:
    """Remove a survey that was never published. Raises BadQuestion for one that was: its answers need it."""
    if survey.state != State.DRAFT:
        raise BadQuestion(_("The survey was published."), where=survey.name, fix=_("Close it instead; its answers stay."))
    survey.delete()


def _free_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    begin = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-") or "survey"
    taken = {*Survey.objects.filter(key__startswith=begin).values_list("key", flat=True), *_answered(begin)}
    number = 1
    while (key := begin if number == 1 else f"{begin}-{number}") in taken:
        number += 1
    return key


def _answered(begin: str) -> list[str]:
    """The surveys whose answers came in otherwise, by names that begin so: figures of two are not to be one."""
    survey = TABLES["answers"].expression.survey
    engine = serving.now().questions.workspace.engine
    found = engine.run(survey.as_table().filter(survey.startswith(begin)).distinct())
    return [str(name) for name in found["survey"].to_pylist()]
