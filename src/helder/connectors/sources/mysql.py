"""MySQL and MariaDB by pymysql: called only where allowed, left in the middle of a table, moments told as they are meant."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymysql import Connection
from pymysql.constants import CR, FIELD_TYPE
from pymysql.converters import conversions, convert_date, convert_datetime
from pymysql.cursors import SSCursor
from pymysql.err import OperationalError
from sqlalchemy import Engine, String, Time, event

from helder import outgoing
from helder.outgoing import Network

if TYPE_CHECKING:
    from sqlalchemy import Table


def prepare(engine: Engine, allowed: Sequence[Network], where: str) -> None:
    """Have an engine's connections raise BadInput, before anything is sent, where they lead into a private network."""

    def connect(dialect: Any, record: Any, words: Sequence[Any], given: dict[str, Any]) -> _Line:
        return _Line(*words, **given, allowed=allowed, where=where)

    event.listen(engine, "do_connect", connect)


def spans_as_texts(table: Table) -> None:
    """Have a table's spans of time (TIME) come as the texts they are: made a time of day, one of 25 hours would be one hour."""
    for column in table.columns:
        if isinstance(column.type, Time):
            column.type = String()


class _Line(Connection):
    def __init__(self, *words: Any, allowed: Sequence[Network], where: str, **given: Any) -> None:
        self._allowed, self._where = allowed, where
        # TIMESTAMPs are shown in the zone of the session, which is the server's unless said.
        super().__init__(*words, **given, init_command="set time_zone = '+00:00'", conv=_VALUES)

    def connect(self, sock: Any = None) -> None:
        try:
            made = socket.create_connection((self.host, self.port), self.connect_timeout)
        except OSError as error:
            what = f"Cannot connect to {self.host}: {error.strerror or error}"
            raise OperationalError(CR.CR_CONN_HOST_ERROR, what) from error
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        super().connect(outgoing.check_peer(made, self._allowed, where=self._where))

    def cursor(self, cursor: Any = None) -> Any:
        return super().cursor(_Rows if cursor is SSCursor else cursor)

    def rollback(self) -> None:
        if self.open:
            super().rollback()

    def hang_up(self) -> None:
        """End it, whatever is on its way."""
        self._force_close()  # type: ignore[attr-defined]  # its stubs leave it out


class _Rows(SSCursor):
    """Rows as they come. Closed before the last of them, pymysql would read all the others first; this one hangs up instead."""

    connection: Any
    _result: Any

    def close(self) -> None:
        if self.connection is not None and self._result is not None and self._result.unbuffered_active:
            self._result.unbuffered_active = False
            self.connection.hang_up()
            self.connection = None
        super().close()

    __del__ = close


def _or_none(convert: Callable[[str], Any]) -> Callable[[str], Any]:
    """A conversion of all but a date of noughts, which stands for none."""
    return lambda told: None if told.startswith("0000-00-00") else convert(told)


def _instant(told: str) -> Any:
    found = convert_datetime(told)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) else found


#: A TIMESTAMP is an instant; a DATETIME is what somebody's clock showed, and comes without a zone.
_VALUES: dict[Any, Any] = {
    **conversions,
    FIELD_TYPE.TIMESTAMP: _or_none(_instant),
    FIELD_TYPE.DATETIME: _or_none(convert_datetime),
    FIELD_TYPE.DATE: _or_none(convert_date),
    FIELD_TYPE.TIME: str,
}
