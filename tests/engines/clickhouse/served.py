"""A ClickHouse that is asked over HTTP: the engine of chDB in a process of its own, behind the protocol of a server.

There is no server to install where the tests run; what is real here is the client, what it sends, and the engine that answers.
`python served.py FOLDER PASSWORD` prints its port.
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import chdb

FOLDER, PASSWORD = sys.argv[1], sys.argv[2]
#: What a request says of itself; all else it says is a setting.
OWN = {"query", "database", "session_id", "session_timeout", "session_check", "query_id", "client_protocol_version",
       "enable_http_compression", "wait_end_of_query", "send_progress_in_http_headers", "http_headers_progress_interval_ms",
       "compress", "decompress", "buffer_size", "cancel_http_readonly_queries_on_client_close"}  # fmt: skip
SESSIONS: dict[str, Any] = {}
ONE = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    """One request: a statement, in the URL or the body, and the rows of an insert."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        if self.headers.get("X-ClickHouse-Key") != PASSWORD and PASSWORD not in _basic(self.headers.get("Authorization")):
            return self._answer(403, b"Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)", 516)
        try:
            with ONE:
                found, form = _run(asked, body)
        except Exception as error:  # noqa: BLE001 - whatever it says is for the client
            text = str(error)
            code = re.search(r"Code: (\d+)", text)
            return self._answer(500, text.encode(), int(code.group(1)) if code else 1)
        self._answer(200, found, form=form)
        return None

    def _answer(self, status: int, body: bytes, code: int = 0, form: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-ClickHouse-Summary", "{}")
        if code:
            self.send_header("X-ClickHouse-Exception-Code", str(code))
        if form:
            self.send_header("X-ClickHouse-Format", form)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        pass


def _basic(header: str | None) -> str:
    import base64

    return base64.b64decode((header or "").removeprefix("Basic ") + "==").decode(errors="replace")


def _run(asked: dict[str, str], body: bytes) -> tuple[bytes, str]:
    session = asked.get("session_id", "")
    if session not in SESSIONS:
        SESSIONS[session] = chdb.connect(FOLDER)
    connection = SESSIONS[session]
    for name, value in asked.items():
        if name not in OWN and not name.startswith("param_"):
            connection.query(f"SET {name} = '{value}'")
    if asked.get("database"):
        connection.query(f"USE `{asked['database']}`")
    statement = asked.get("query", "")
    if statement.lower().startswith("insert") and body:
        with tempfile.NamedTemporaryFile(suffix=".rows") as file:
            file.write(body)
            file.flush()
            before, _, form = statement.rpartition("FORMAT")
            connection.query(f"{before} FROM INFILE '{file.name}' FORMAT {form}")
        return b"", ""
    statement = statement or body.decode()
    told = re.search(r"\bFORMAT\s+(\w+)\s*;?\s*$", statement, re.IGNORECASE)
    form = told.group(1) if told else "TabSeparated"
    try:
        return connection.query(statement, form).bytes() or b"", form
    except BaseException:  # chDB may tell what was said of it again, as the answer of the next
        SESSIONS.pop(session).close()
        raise


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
SESSIONS[""] = chdb.connect(FOLDER)
print(server.server_port, flush=True)
server.serve_forever()
