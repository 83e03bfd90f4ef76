"""What can be done with boards that are published: going back to a version, deleting, taking back."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.web.accounts import audit
from helder.web.accounts.models import Person, Role
from helder.web.boards.models import OwnBoard
from helder.web.boards.opening import opened


def editable(person: Person, key: str) -> OwnBoard:
    """A board that somebody may change; 404 otherwise."""
    found = opened(person, key)
    if found.own is None or not found.may_edit:
        raise Http404(_("There is no board of that name that you may change."))
    return found.own


def restored(board: OwnBoard, number: int, by: Person) -> OwnBoard:
    """Publish a version again, as the next one; 404 for one that there never was."""
    with transaction.atomic():
        locked = OwnBoard.objects.select_for_update().get(pk=board.pk)
        before = locked.versions.filter(number=number).first()
        if before is None:
            raise Http404(_("There is no such version."))
        locked.definition, locked.version = before.definition, locked.version + 1
        locked.save()
        locked.versions.create(number=locked.version, definition=before.definition, by=by)
    audit.note(by, "restored_board", locked, key=locked.key, version=number)
    return locked


def owned(person: Person, key: str, *, removed: bool) -> OwnBoard:
    """A board of somebody's own, or any where they are an administrator; 404 otherwise."""
    found = OwnBoard.objects.filter(key=key, removed_at__isnull=not removed).first()
    if found is None or not (found.owner_id == person.pk or person.role == Role.ADMINISTRATOR):
        raise Http404(_("There is no board of that name that you may delete."))
    return found


def removed_of(person: Person) -> list[OwnBoard]:
    """The deleted boards that somebody may take back."""
    every = OwnBoard.objects.exclude(removed_at=None).select_related("owner")
    return list(every if person.role == Role.ADMINISTRATOR else every.filter(owner=person))


def remove(board: OwnBoard, by: Person) -> None:
    """Delete a board; it can be taken back."""
    board.removed_at = timezone.now()
    board.save()
    audit.note(by, "deleted_board", board, key=board.key)


def take_back(board: OwnBoard, by: Person) -> None:
    """Let a deleted board be there again."""
    board.removed_at = None
    board.save()
    audit.note(by, "took_back_board", board, key=board.key)
