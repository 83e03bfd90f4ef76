"""Running the site: one process that owns the store and serves every page."""

from __future__ import annotations

import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import uvicorn

from helder.doctor.examine import of_store
from helder.errors import BadSetting
from helder.settings import Settings
from helder.store import backup, lending, owner
from helder.store.source import Progress
from helder.web import serving
from helder.web.configure import configure
from helder.web.privacy.command import CUSTOMER, RETENTION

if TYPE_CHECKING:
    from helder.web.accounts.actions import FirstSignIn

_EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - named to be recognised, not to be listened on


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None], *, opens: bool = False) -> None:
    """Serve until stopped by Ctrl-C or SIGTERM; says the address and how to sign in.

    port: 0 for any that is free. Raises BadSetting where host and port cannot be listened on, StoreBusy or StoreError
    where the store cannot be owned.
    """
    listener = _listen(host, port)
    try:
        say("Preparing ...")
        first = _prepare(_answering_to(settings, host))
        from helder.web.webhooks.posting import telling

        address = f"http://{_named(host)}:{listener.getsockname()[1]}"
        say(f"Helder is at {address}")
        if first is not None:
            say(f"Sign in as {first.username} with the password {first.password}")
            say(f"(kept in {first.path} until you choose your own)")
        with _owning(settings):
            serving.now().jobs.start()
            with telling(serving.now()):
                _run(listener, partial(_ready, say, address if opens else None))
    finally:
        listener.close()


def _prepare(settings: Settings) -> FirstSignIn | None:
    """Set Django up, own the store, and make what a first start needs."""
    configure(settings)
    from django.core.management import call_command

    from helder.boards.ready import ready_made
    from helder.web import assets
    from helder.web.accounts.actions import first_administrator
    from helder.web.boards.opening import FIRST
    from helder.web.boards.pictures.board import foresee
    from helder.web.boards.view import read
    from helder.web.follow_ups.jobs import make_demonstration

    questions = serving.begin(settings).questions
    try:
        if questions.batch():
            board = ready_made()[FIRST]
            foresee(board.tiles, read({}, questions.today(), board), questions)
        call_command("migrate", interactive=False, verbosity=0)
        assets.gather()
        first = first_administrator(settings.home)
        if first is not None:
            make_demonstration.soon()
        return first
    except BaseException:
        serving.now().stop()
        raise


def _ready(say: Callable[[str], None], opens: str | None) -> None:
    say("Stop it with Ctrl-C.")
    if opens is not None:
        webbrowser.open(opens)


class _Server(uvicorn.Server):
    """Says when it can be asked and stopped, tells open pages when it is asked to stop, and ends quietly."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on Ctrl-C and SIGTERM without raising them again afterwards."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second signal does not wait for open requests."""
        serving.now().stopping.set()
        super().handle_exit(sig, frame)


def _run(listener: socket.socket, ready: Callable[[], None]) -> None:
    from helder.web.asgi import application

    config = uvicorn.Config(
        application(serving.now().settings),
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    _Server(config, ready).run(sockets=[listener])


@contextmanager
def _owning(settings: Settings) -> Iterator[None]:
    """Own the store, and do for commands what only the owner can; let go of it on leaving."""
    acts: dict[str, owner.Act] = {
        "backup": partial(_back_up, settings),
        "examine": _examine,
        lending.QUERY: _query,
        "source": _run_source,
        CUSTOMER: _about_customer,
        RETENTION: _about_retention,
    }
    try:
        with owner.answering(settings.home, acts):
            yield
    finally:
        serving.now().stop()


def _back_up(settings: Settings, asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Make a backup for a command that found the store owned."""
    file, engine = Path(asked["file"]), serving.now().questions.workspace.engine
    serving.now().arrivals.flush()  # what was acknowledged is in it
    return backup.told(backup.back_up(engine, settings, file, progress, secret_key=asked["secret_key"]), file)


def _query(asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run a statement for a command that found the store owned."""
    return lending.answer(serving.now().questions.workspace.engine, asked, progress)


def _examine(asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Examine the store for a command that found it owned."""
    return {"findings": [asdict(finding) for finding in of_store(serving.now().questions.workspace.engine)]}


def _run_source(asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Run a connection for a command that found the store owned."""
    from helder.web.sources.running import run

    return asdict(run(asked["name"], "a command", lambda told: progress(told.doing, told.read, 0)))


def _about_customer(asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Do what a command asks about a customer that found the store owned."""
    from helder.web.privacy.actions import told

    return _with_own_connection(told, asked)


def _about_retention(asked: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Do what a command asks about old rows that found the store owned."""
    from helder.web.privacy.retaining import told

    return _with_own_connection(told, asked)


def _with_own_connection(told: Callable[[Mapping[str, Any]], dict[str, Any]], asked: Mapping[str, Any]) -> dict[str, Any]:
    from django.db import connection

    try:
        return told(asked)
    finally:
        connection.close()  # of this thread, which ends


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to host and port, so that a taken port is told before anything is made."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(256)
    except OverflowError as error:
        raise BadSetting(f"There is no port {port}.", where="--port", fix="Choose one from 1 to 65535.") from error
    except OSError as error:
        raise BadSetting(
            f"Cannot listen on {host}:{port}: {error.strerror}.",
            where="--port",
            fix="Stop what listens there, or choose another --port or --host.",
        ) from error
    return listener


def _answering_to(settings: Settings, host: str) -> Settings:
    """The settings with the host listened on among the names answered to."""
    if host in _EVERYWHERE:
        return settings
    return replace(settings, values={**settings.values, "allowed_hosts": f"{settings['allowed_hosts']},{_named(host)}"})


def _named(host: str) -> str:
    if host in _EVERYWHERE:
        return "localhost"
    return f"[{host}]" if ":" in host else host
