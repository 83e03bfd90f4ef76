"""What can be done with sendings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from helder.errors import BadQuestion, BadSetting
from helder.web import serving
from helder.web.inviting import candidates, jobs
from helder.web.inviting.models import Channel, Sending, Standing
from helder.web.inviting.noting import leave_what_came_back
from helder.web.inviting.posting import courier_for
from helder.web.surveys.models import State, Survey


def may_start(sending: Sending) -> None:
    """Raises BadQuestion or BadSetting, saying what is missing, for a sending that cannot be sent."""
    if sending.survey.state != State.OPEN or sending.survey.latest is None:
        raise BadQuestion(
            _("The survey is not open, so that nobody could answer."),
            where=sending.survey.name,
            fix=_("Publish and open it first."),
        )
    if not serving.now().settings["public_url"]:
        raise BadSetting(
            _("It is not set at which address customers reach this server."),
            where="public_url",
            fix=_("An administrator sets it, as https://feedback.example.com."),
        )
    courier_for(sending.channel).courier.close()
    if sending.after and sending.channel == Channel.LINK:
        raise BadQuestion(_("A rule cannot make a list of links."), fix=_("Choose e-mail or SMS."))


def start(sending: Sending, now: datetime) -> None:
    """Begin, or go on. What happened before, or while it was paused, starts nothing."""
    may_start(sending)
    latest = candidates.latest_load(sending) if sending.after else 0
    leave_what_came_back(sending, now)
    with transaction.atomic():
        held = Sending.objects.select_for_update().get(pk=sending.pk)
        if held.standing == Standing.RUNNING:
            return
        held.mark, held.since = latest, now
        held.standing, held.trouble = Standing.RUNNING, ""
        held.save(update_fields=["standing", "trouble", "mark", "since"])
    transaction.on_commit(jobs.each_minute.soon)


def pause(sending: Sending) -> None:
    """Send nothing more until it is started again."""
    Sending.objects.filter(pk=sending.pk, standing=Standing.RUNNING).update(standing=Standing.PAUSED)


def drop(sending: Sending) -> None:
    """Forget a sending that never asked anybody."""
    if sending.standing == Standing.RUNNING or sending.invitations.exists():
        raise BadQuestion(_("This sending has asked people, so it is kept."), where=sending.name, fix=_("Pause it."))
    sending.delete()


def listed(sending: Sending, people: list[dict[str, str]]) -> None:
    """Ask the people of a list instead of customers of the store."""
    if sending.after or not sending.editable:
        raise BadQuestion(_("The people of this sending cannot be changed any more."), fix=_("Make another sending."))
    sending.listed = people
    sending.save(update_fields=["listed"])


def surveys_to_send() -> list[Survey]:
    """The surveys that can be sent: those with a version."""
    return list(Survey.objects.filter(versions__isnull=False).distinct())
