"""The line to another system: every request and redirect is checked, every answer judged before it is used."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter

from helder import outgoing
from helder.connectors.sources import extracting, pools
from helder.errors import BadInput
from helder.outgoing import Network

#: A request is tried so often, first after so many seconds, then after ever longer, but none longer than the last.
ATTEMPTS = 5
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
#: Seconds for a connection to be made, and for an answer to come.
PATIENCE = (10.0, 120.0)
_LARGEST = 64 << 20
_MOST_PAGES = 100_000


class Busy(BadInput):
    """The system wants to be left alone for longer than a run waits. seconds: for how long."""

    def __init__(self, seconds: int, where: str) -> None:
        self.seconds = seconds
        minutes = math.ceil(seconds / 60)
        super().__init__(
            f"The system allows no more requests for {minutes} minutes.", where=where, fix="Helder goes on after that."
        )


class Refused(BadInput):
    """The system does not accept the credentials. Asking again with them may lock the account."""


class Line(HTTPAdapter):
    """Carries the requests of one reading.

    Refuses addresses in private networks, hosts other than `only` (to which alone secrets may go), answers of more than 64 MB,
    and paging that goes round in a circle. renew: gets a new token where the one in use is refused, and puts it on the request.
    """

    def __init__(self, allowed: Iterable[Network], where: str, only: str | None = None) -> None:
        super().__init__()
        self._allowed, self.where, self._only = tuple(allowed), where, only
        self.poolmanager.pool_classes_by_scheme = pools.checked(self._allowed, where)
        self.renew: Callable[[PreparedRequest], None] | None = None
        self.pages = 0
        self.begin()

    def begin(self) -> None:
        """Begin another listing, whose pages may be some of those before."""
        self._seen: set[str] = set()
        self._last: tuple[str, int] | None = None

    def session(self) -> Session:
        """A session whose every request goes over this line, and is tried again where that may help."""
        made: Session = extracting.session(ATTEMPTS, FIRST_PAUSE, LONGEST_PAUSE, PATIENCE)
        made.mount("http://", self)
        made.mount("https://", self)
        return made

    def send(self, request: PreparedRequest, *args: Any, **given: Any) -> Response:
        """Send one request."""
        response = self._once(request, *args, **given)
        if response.status_code == 401 and self.renew is not None:
            self.renew(request)
            response = self._once(request, *args, **given)
        if pause := response.headers.get("Retry-After"):
            response.headers["Retry-After"] = _whole_seconds(pause)
            self._leave_alone(response)
        if response.status_code in (401, 403):
            self._refuse(response)
        if response.ok and not response.is_redirect:
            self._new_page(request, response)
        return response

    def _once(self, request: PreparedRequest, *args: Any, **given: Any) -> Response:
        url = request.url or ""
        if self._only is not None and urlsplit(url).netloc != self._only:
            raise BadInput(
                f"The system sends Helder on to {urlsplit(url).netloc}, which is another host.",
                where=self.where,
                fix=f"Secrets go to {self._only} only. Enter the address the system itself says to use.",
            )
        outgoing.check(url, self._allowed, where=self.where)
        response = super().send(request, *args, **given)
        _read(response, self.where)
        return response

    def _leave_alone(self, response: Response) -> None:
        pause = response.headers["Retry-After"]
        if response.status_code in (429, 503) and pause.isdigit() and int(pause) > LONGEST_PAUSE:
            raise Busy(int(pause), self.where)

    def _refuse(self, response: Response) -> None:
        host = urlsplit(response.url).netloc
        if response.status_code == 401:
            fix = "They may have expired or been withdrawn: make new ones there and enter them here."
            raise Refused(f"{host} does not accept the credentials (401).", where=self.where, fix=fix)
        fix = f"Give {urlsplit(response.url).path} to what Helder signs in with, or enter other credentials here."
        raise BadInput(f"{host} does not allow this to be read (403).", where=self.where, fix=fix)

    def _new_page(self, request: PreparedRequest, response: Response) -> None:
        """Count a page that was not there before."""
        if request.method != "GET":
            return
        self.pages += 1
        asked = request.url or ""
        path = urlsplit(asked).path
        content = hash(response.content)
        if asked in self._seen or self._last == (path, content) or self.pages > _MOST_PAGES:
            raise BadInput(
                f"Paging does not end: page {self.pages} is one that came before."
                if self.pages <= _MOST_PAGES
                else f"Paging does not end: {_MOST_PAGES:,} pages were read.",
                where=self.where,
                fix="It is a fault of the system's; what was read so far is kept. Tell those who look after it.",
            )
        self._seen.add(asked)
        self._last = (path, content)


def _read(response: Response, where: str) -> None:
    """Read an answer whole, unless it is larger than any page should be."""
    pieces, size = [], 0
    for piece in response.iter_content(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > _LARGEST:
            response.close()
            raise BadInput(
                f"An answer is larger than {_LARGEST >> 20} MB.",
                where=where,
                fix="Ask for fewer items a page, or a file instead.",
            )
    response._content = b"".join(pieces)


def _whole_seconds(pause: str) -> str:
    """How long to wait, in whole seconds where it is given in fractions, which dlt does not read."""
    try:
        return str(math.ceil(float(pause)))
    except ValueError:
        return pause
