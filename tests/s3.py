"""A server that speaks S3, on loopback, for the tests that need one; it asks for signatures, and fails when told to."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import boto3
from moto import settings
from moto.backends import get_backend
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import get_canned_acl, s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BUCKET = "exports"
SLOW_DOWN = ("503 Slow Down", "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>")
FAILED = ("500 Internal Server Error", "<Error><Code>InternalError</Code><Message>We failed.</Message></Error>")
CLOSED = ("403 Forbidden", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")

#: A status and what is said; after how many bytes the connection ends; or what happens before it is answered.
Fault = tuple[str, str] | int | Callable[[], None]


@dataclass
class S3:
    """A server with one bucket, and the keys of one who may read it.

    public: whether all may read it. asked: every request so far. faults: each for the next request that has its text in it,
    one after the other.
    """

    address: str = ""
    key: str = ""
    secret: str = ""
    public: bool = False
    asked: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    def put(self, name: str, body: str | bytes, at: datetime) -> None:
        """Put a file, changed at a moment."""
        content = body.encode() if isinstance(body, str) else body
        self.kept.put_object(BUCKET, name, content).last_modified = at

    def remove(self, name: str) -> None:
        """Take a file away."""
        self.kept.delete_object(BUCKET, name)

    def open_to_all(self) -> None:
        """Ask for no keys."""
        self.public = True
        for kept in self.kept.get_bucket(BUCKET).keys.values():
            kept.set_acl(get_canned_acl("public-read"))
        _ask_for_keys(False)

    def empty(self) -> None:
        """Forget all that was put, asked and said."""
        self.public = False
        _ask_for_keys(True)
        self.faults.clear()
        self.asked.clear()
        for name in list(self.kept.get_bucket(BUCKET).keys):
            self.remove(name)

    @property
    def kept(self) -> Any:
        """What it keeps, behind its address."""
        return s3_backends[DEFAULT_ACCOUNT_ID]["aws"]

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        asked = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        self.asked.append(asked)
        fault = next((one for one in self.faults if one[0] in asked), None)
        if fault is None and not self.public and "HTTP_AUTHORIZATION" not in environ:  # which moto does not reckon with
            fault = ("", CLOSED)
            self.faults.append(fault)
        if fault is None:
            return _WHOLE(environ, start)
        self.faults.remove(fault)
        if isinstance(fault[1], int):
            return [b"".join(_WHOLE(environ, start))[: fault[1]]]
        if callable(fault[1]):
            fault[1]()
            return _WHOLE(environ, start)
        status, said = fault[1]
        start(status, [("Content-Type", "application/xml")])
        return [said.encode()]


_WHOLE = DomainDispatcherApplication(create_backend_app)


class _Quiet(WSGIRequestHandler):
    def log(self, *args: Any) -> None: ...


@contextmanager
def running() -> Iterator[S3]:
    """A server while it is needed, whose bucket is empty."""
    store = S3()
    server = make_server("127.0.0.1", 0, store.answer, threaded=True, request_handler=_Quiet)
    store.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        _prepare(store)
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _prepare(store: S3) -> None:
    """Make the bucket and who may read it; from then on requests have to be signed."""
    _ask_for_keys(False)
    for service in ("s3", "iam"):
        get_backend(service).reset()
    given = {"endpoint_url": store.address, "region_name": "us-east-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
    boto3.client("s3", **given).create_bucket(Bucket=BUCKET)
    people = boto3.client("iam", **given)
    people.create_user(UserName="reader")
    made = people.create_access_key(UserName="reader")["AccessKey"]
    store.key, store.secret = made["AccessKeyId"], made["SecretAccessKey"]
    may = {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "*"}
    rules = json.dumps({"Version": "2012-10-17", "Statement": [may]})
    people.put_user_policy(UserName="reader", PolicyName="reads", PolicyDocument=rules)
    _ask_for_keys(True)
    store.asked.clear()


def _ask_for_keys(asked: bool) -> None:
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0 if asked else math.inf
