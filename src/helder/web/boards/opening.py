"""Which boards a person may open, and with whose eyes they look at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helder.boards.board import Board
from helder.boards.ready import ready_made
from helder.web import serving
from helder.web.accounts.models import Person, Right, Role
from helder.web.accounts.seeing import scope_of
from helder.web.boards.data import Questions
from helder.web.boards.models import OwnBoard
from helder.web.boards.view import View, read
from helder.web.sharing.granted import Granted, first_of, granted

#: The board that opens first, and that of agents.
FIRST, OWN_WORK = "executive", "own-work"


@dataclass(frozen=True)
class Opened:
    """A board that somebody may open.

    own: as it is kept, None for one that comes with Helder. may_edit: whether they may change it; may_share: share it.
    """

    key: str
    board: Board
    own: OwnBoard | None = None
    may_edit: bool = False
    may_share: bool = False

    @property
    def filename(self) -> str:
        """What a file of it is called, its ending aside: as its title, or by its key where it comes with Helder."""
        return (slugify(self.title) if self.own else "") or self.key

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
    found = may_open(person, key)
    if found is None:
        raise Http404(_("There is no board of that name that you may open."))
    return found


def boards_of(person: Person) -> list[Opened]:
    """Every board somebody may open: those people made, the last changed first, then those that come with Helder."""
    shared = granted(person)
    own = [one for board in OwnBoard.objects.filter(removed_at=None) if (one := _own(person, board, shared))]
    return [*own, *(one for key in ready_made() if (one := _ready(person, key, shared)))]


def opens_first(person: Person) -> str:
    """The key of the board that is to open first: the one they chose, else that of their role."""
    return first_of(person) or _first_of_role(person)


def first_board(person: Person) -> Opened | None:
    """The board that opens first, or another where that is not open to them; None where there is none."""
    wanted = (may_open(person, key) for key in (opens_first(person), _first_of_role(person)))
    return next(filter(None, wanted), None) or next(iter(boards_of(person)), None)


def _first_of_role(person: Person) -> str:
    return OWN_WORK if person.role == Role.AGENT else FIRST


def metrics_of(person: Person) -> frozenset[str] | None:
    """The metrics whose pages somebody may open: those on the boards they may open; None for every one."""
    if person.may(Right.METRICS):
        return None
    return frozenset(name for one in boards_of(person) for name in one.board.metrics)


def check_metric(person: Person, name: str) -> None:
    """Raise PermissionDenied for the metric of a page that somebody may not open."""
    opens = metrics_of(person)
    if opens is not None and name not in opens:
        raise PermissionDenied(_("This metric is on no board that you may open."))


def in_confidence(person: Person, name: str) -> bool:
    """Whether a metric is open to somebody by confidential boards alone, so that it is so wherever they look at it."""
    if person.may(Right.METRICS):
        return False
    return not any(name in one.board.metrics for one in boards_of(person) if not one.board.confidential)


def view_of_metric(person: Person, name: str, query: Mapping[str, str]) -> View:
    """The view of a metric's pages that an address asks for, in confidence where they are open in confidence alone.

    Raises PermissionDenied for a metric whose pages somebody may not open, BadQuestion or UnknownName for a view there is not.
    """
    check_metric(person, name)
    view = read(query, serving.now().questions.today())
    return replace(view, confidential=view.confidential or in_confidence(person, name))


def may_open(person: Person, key: str) -> Opened | None:
    """A board somebody may open; None for one that is not there or not theirs to see."""
    if key in ready_made():
        return _ready(person, key, granted(person))
    board = OwnBoard.objects.filter(key=key, removed_at=None).first()
    return _own(person, board, granted(person)) if board is not None else None


def _ready(person: Person, key: str, shared: Granted) -> Opened | None:
    """One that comes with Helder: a viewer of the whole company opens it, an agent that of their work; nobody changes it."""
    whole = person.role == Role.VIEWER and scope_of(person).whole
    own = key == OWN_WORK and person.role == Role.AGENT and person.employee_id != ""
    if person.may(Right.METRICS) or whole or own or key in shared:
        return Opened(key, ready_made()[key], may_share=person.may(Right.BOARDS))
    return None


def _own(person: Person, board: OwnBoard, shared: Granted) -> Opened | None:
    """One that somebody made: its owner's, of those it is shared with, and of administrators."""
    owns = board.owner_id == person.pk or person.role == Role.ADMINISTRATOR
    if not owns and board.key not in shared:
        return None
    may = person.may(Right.BOARDS) and (owns or shared[board.key])
    return Opened(board.key, board.board, board, may_edit=may, may_share=may)
