"""Which boards a person may open, and with whose eyes they look at them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helder.boards.board import Board
from helder.boards.ready import ready_made
from helder.web import serving
from helder.web.accounts.models import Person, Right, Role
from helder.web.accounts.seeing import scope_of
from helder.web.boards.data import Questions
from helder.web.boards.models import OwnBoard

#: The board that opens first.
FIRST = "executive"


@dataclass(frozen=True)
class Opened:
    """A board that somebody may open.

    own: as it is kept, None for one that comes with Helder. may_edit: whether they may change it.
    """

    key: str
    board: Board
    own: OwnBoard | None = None
    may_edit: bool = False

    @property
    def title(self) -> str:
        """What it is called, in the page's language."""
        return self.board.title.of(get_language() or "en")

    @property
    def about(self) -> str:
        """What it is for, in the page's language."""
        return self.board.about.of(get_language() or "en")

    @property
    def version(self) -> int:
        """Which version of the board it is."""
        return self.own.version if self.own else 0


def questions_of(person: Person) -> Questions:
    """The questions a person may put: about the rows they may see."""
    return serving.now().questions.within(scope_of(person))


def opened(person: Person, key: str) -> Opened:
    """A board somebody may open; 404 for one that is not there or not theirs to see."""
    found = _found(person, key)
    if found is None:
        raise Http404(_("There is no board of that name that you may open."))
    return found


def boards_of(person: Person) -> list[Opened]:
    """Every board somebody may open: those people made, the last changed first, then those that come with Helder."""
    own = [one for board in OwnBoard.objects.filter(removed_at=None) if (one := _own(person, board))]
    ready = [Opened(key, board) for key, board in ready_made().items()] if person.may(Right.BOARD) else []
    return [*own, *ready]


def _found(person: Person, key: str) -> Opened | None:
    if key in ready_made():
        return Opened(key, ready_made()[key]) if person.may(Right.BOARD) else None
    board = OwnBoard.objects.filter(key=key, removed_at=None).first()
    return _own(person, board) if board is not None else None


def _own(person: Person, board: OwnBoard) -> Opened | None:
    if board.owner_id == person.pk or person.role == Role.ADMINISTRATOR:
        return Opened(board.key, board.board, board, may_edit=True)
    return None
