"""What can be done with drafts of boards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.boards.board import Board
from helder.boards.reading import kept
from helder.boards.writing import plain
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Person
from helder.web.boards.models import OwnBoard
from helder.web.boards.opening import opened
from helder.web.building.models import Draft, Step

#: Steps that can be undone, at most.
_MOST_STEPS = 100
#: Somebody who changed a board so long ago at most is said to be changing it.
_LATELY = timedelta(hours=12)


def begun(person: Person, board: Board) -> Draft:
    """A draft of a board that is not there yet."""
    return _made(Draft(person=person), board)


def draft_of(person: Person, key: str) -> Draft:
    """Somebody's draft of a board, begun now where there is none; 404 where they may not change it."""
    found = Draft.objects.filter(person=person, key=key).first()
    if found is not None and found.based_on == 0 and not OwnBoard.objects.filter(key=key).exists():
        return found
    board = opened(person, key)
    if not board.may_edit:
        raise Http404(_("There is no board of that name that you may change."))
    if found is not None:
        return found
    with transaction.atomic():
        again = Draft.objects.filter(person=person, key=key).first()
        return again or _made(Draft(person=person, key=key, based_on=board.version), board.board)


def _made(draft: Draft, board: Board) -> Draft:
    with transaction.atomic():
        draft.save()
        draft.steps.create(number=0, definition=plain(board))
    return draft


def changed(draft: Draft, change: Callable[[Board], tuple[Board, str]]) -> tuple[Draft, str]:
    """Keep a draft's next step; what was undone before it is let go. A change that changes nothing is no step.

    change: what is made of the board as it is by then, whatever was done since it was seen, and that in words; told again.
    Raises BadInput where no board may be like that, as one of too many tiles.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        board, what = change(draft.board)
        definition = plain(board)
        if definition == draft.step.definition:
            return draft, what
        kept(definition, serving.catalog())
        draft.steps.filter(number__gt=draft.at).delete()
        draft.at += 1
        draft.steps.create(number=draft.at, definition=definition, what=what[:200])
        draft.steps.filter(number__lt=draft.at - _MOST_STEPS).delete()
        draft.save()
    return draft, what


def undone(draft: Draft) -> Step | None:
    """Go back one step; the one undone, None where there is none."""
    return _gone(draft, -1)


def redone(draft: Draft) -> Step | None:
    """Do again what was undone last; None where nothing was."""
    return _gone(draft, 1)


def _gone(draft: Draft, by: int) -> Step | None:
    with transaction.atomic():
        locked = Draft.objects.select_for_update().get(pk=draft.pk)
        there = locked.steps.filter(number=locked.at + by).first()
        if there is None:
            return None
        done = locked.step if by < 0 else there
        locked.at += by
        locked.save()
    draft.at = locked.at
    return done


def others(draft: Draft) -> list[Draft]:
    """What other people are making of the same board now."""
    since = timezone.now() - _LATELY
    return list(Draft.objects.filter(key=draft.key, changed_at__gt=since, at__gt=0).exclude(pk=draft.pk).select_related("person"))


def published_since(draft: Draft) -> OwnBoard | None:
    """The board, where another version of it was published after the draft was begun."""
    found = OwnBoard.objects.filter(key=draft.key).first()
    return found if found is not None and found.version != draft.based_on else None


def publish(draft: Draft, over: int | None = None) -> OwnBoard | None:
    """Make a draft the board that others see, as its next version; None where another was published since it was begun.

    over: the number of the version that whoever publishes has seen and goes over.
    """
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        board = OwnBoard.objects.select_for_update().filter(key=draft.key).first()
        if board is not None and board.version not in (draft.based_on, over):
            return None
        definition = draft.step.definition
        if board is None:
            board = OwnBoard.objects.create(key=draft.key, definition=definition, owner=draft.person)
        else:
            board.definition, board.version = definition, board.version + 1
            board.save()
        board.versions.create(number=board.version, definition=definition, by=draft.person)
        draft.delete()
    audit.note(draft.person, "published_board", board, key=board.key, version=board.version)
    return board


def discard(draft: Draft) -> None:
    """Let a draft go; the board stays as it was published."""
    draft.delete()
