"""What is on its way to other systems, what they were answered, and files on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helder.connectors.sources import connection
from helder.connectors.sources.runs import Place
from helder.errors import BadInput
from helder.web import serving
from helder.web.api.models import Sent
from helder.web.privacy.holder import Holder
from helder.web.privacy.person import Person
from helder.web.upload.models import Upload
from helder.web.webhooks.models import Delivery


def _deliveries(person: Person) -> list[Delivery]:
    return [one for one in Delivery.objects.iterator() if person.in_json(one.body)]


def _forget_deliveries(person: Person) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in _deliveries(person)]).delete()


def _answered(person: Person) -> list[Sent]:
    found = Sent.objects.exclude(body=None).iterator()
    return [one for one in found if person.in_json(bytes(one.body or b"").decode(errors="replace"))]


def _forget_answered(person: Person) -> None:
    Sent.objects.filter(pk__in=[one.pk for one in _answered(person)]).delete()


def _uploads(person: Person) -> Iterator[Upload]:
    """Files that have the person in them, or may: one that is packed, or in another encoding, is not looked into."""
    for one in Upload.objects.iterator():
        if one.there and person.maybe_in(one.path):
            yield one


def _remove_uploads(person: Person) -> None:
    """Raises BadInput, with nothing removed, while one of them is being loaded: its rows would come in afterwards."""
    found = list(_uploads(person))
    if under_way := [one for one in found if one.under_way]:
        raise BadInput(
            gettext("A file that the customer is in, or may be, is being loaded; nothing was erased."),
            where=under_way[0].name,
            fix=gettext("Wait until it is loaded, or cancel it, and erase the customer then."),
        )
    for one in found:
        one.path.unlink(missing_ok=True)
        one.told = {}
        one.save(update_fields=["told"])


def _fetched(person: Person) -> Iterator[Place]:
    """Folders with what a run that died had fetched; the next one fetches it again."""
    for name in connection.names(serving.now().home):
        place = Place(serving.now().home, name)
        if (place.folder / "pieces").exists() and any((place.folder / "pieces").iterdir()) and not place.busy:
            yield place


def _remove_fetched(person: Person) -> None:
    for place in list(_fetched(person)):
        shutil.rmtree(place.folder / "pieces", ignore_errors=True)


def _mails(rows: list[Any]) -> list[dict[str, Any]]:
    return [{"event": one.event, "made_at": one.made_at, "body": one.body} for one in rows]


HOLDERS = (
    Holder("webhooks", _("Messages to other systems"), lambda person: _mails(_deliveries(person)), _forget_deliveries),
    Holder(
        "api", _("Answers to the API"), lambda person: [{"begun_at": one.begun_at} for one in _answered(person)], _forget_answered
    ),
    Holder(
        "uploads",
        _("Uploaded files they may be in"),
        lambda person: [{"name": one.name} for one in _uploads(person)],
        _remove_uploads,
    ),
    Holder(
        "fetched",
        _("What was fetched and not loaded"),
        lambda person: [{"name": one.name} for one in _fetched(person)],
        _remove_fetched,
    ),
)
