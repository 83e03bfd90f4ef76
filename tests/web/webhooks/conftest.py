"""A system that is told of events, and a company of its own to watch."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from web.api.conftest import call, everything, live, live_home, serve

from helder.settings import load
from helder.web.serving import Serving

__all__ = ["call", "everything", "live", "live_home", "serve"]


@dataclass
class Told:
    """One message as it came: when it had come, where to, its headers and body, and the status it was answered with."""

    path: str
    headers: dict[str, str]
    body: str
    status: int

    @property
    def data(self) -> dict[str, Any]:
        return dict(json.loads(self.body)["data"])

    @property
    def event(self) -> str:
        return str(json.loads(self.body)["type"])

    def is_signed_with(self, secret: str) -> bool:
        """Whether the signature is that of Standard Webhooks, worked out here once more."""
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.{self.body}".encode()
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        fresh = abs(time.time() - int(self.headers["webhook-timestamp"])) < 60
        return fresh and f"v1,{expected}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """A server on loopback that notes what it is told. /fail/2 fails twice, /slow takes its time, /redirect leads to /secret."""

    address: str = ""
    told: list[Told] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str, status: int | None = None) -> list[Told]:
        return [one for one in self.told if one.path == path and status in (None, one.status)]

    def answer(self, path: str) -> int:
        if path.startswith("/fail/"):
            return 500 if len(self.at(path)) < int(path.split("/")[2]) else 200
        if path.startswith("/unwanted/"):
            return 422 if len(self.at(path)) < int(path.split("/")[2]) else 204
        if path == "/slow":
            self.release.wait(10)
        return {"/redirect": 302, "/gone": 410}.get(path, 204)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """The other system."""
    noted = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status = noted.answer(self.path)
            noted.told.append(Told(self.path, {k.lower(): v for k, v in self.headers.items()}, body, status))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/secret")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            noted.told.append(Told(self.path, {}, "", 200))

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    noted.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield noted
    noted.release.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def company(accounts: Serving, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """A store of its own, and what sends answers to it: score, number, days ago."""
    from helder.model import TABLES
    from helder.web import jobs, serving

    begun = serving.begin(load(tmp_path, environment={}, outgoing_private="127.0.0.0/8"))

    def answers(score: int, many: int, survey: str = "s", **more: object) -> None:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3 * 86400))
        rows = [
            {
                "answer_id": f"{time.time_ns()}-{number}",
                "survey": survey,
                "instrument": "nps",
                "score": score,
                "answered_at": moment,
                **more,
            }
            for number in range(many)
        ]
        assert begun.arrivals.send(TABLES["answers"], rows, source="a test").result().accepted == many
        begun.arrivals.flush()

    yield answers
    begun.stop()
    serving._current[:] = [accounts]
    jobs._current[:] = [accounts.jobs]
