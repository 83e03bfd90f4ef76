"""A real HTTP server that plays a system's pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request to the played system."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, Any, dict[str, str]]


@dataclass
class Played:
    """A system played over HTTP: what each path answers, and what was asked. faults: answered first, one after the other."""

    address: str = ""
    paths: dict[str, Callable[[Asked], Any]] = field(default_factory=dict)
    faults: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.faults:
            return self.faults.pop(0)
        if asked.path not in self.paths:
            return 404, {"error": "RecordNotFound"}, {}
        found = self.paths[asked.path](asked)
        return found if isinstance(found, tuple) else (200, found, {})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    played: Played

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: ",".join(values) for name, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, said, headers = self.played.answer(Asked(self.command, parts.path, query, dict(self.headers), body))
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: Any) -> None: ...


@contextmanager
def playing() -> Iterator[Played]:
    """A system that answers on loopback."""
    system = Played()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"played": system}))
    server.daemon_threads = True
    system.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
