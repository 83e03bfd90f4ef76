"""Bodies of requests: received piece by piece, unpacked, and never more of them in memory than a small piece."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from helder.web.api.answer import Refused

if TYPE_CHECKING:
    import pyarrow as pa

Packing = Literal["gzip", "zstd"]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
#: Bytes of a body, as sent and unpacked, that are held in memory; a larger one goes into a file.
SMALL = 1 << 20
_PIECE = 1 << 20
#: Seconds that a sender may say nothing.
_PATIENCE = 30.0
#: Content-Encoding as sent, and as Arrow calls it.
PACKINGS: dict[str, Packing] = {"gzip": "gzip", "x-gzip": "gzip", "zstd": "zstd"}
_MILLION = 10**6


class Gone(Exception):
    """The sender has hung up."""


class Incoming:
    """What a sender has under way. ended: whether all of it is here."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self.ended = receive, False

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self.ended = self.ended or not message.get("more_body", False)
        return message


@dataclass(frozen=True)
class Limits:
    """How large a body may be, in bytes: as sent, and unpacked."""

    sent: int
    unpacked: int

    @classmethod
    def of(cls, sent: int, unpacked: int) -> Limits:
        """Those given in megabytes."""
        return cls(sent * _MILLION, unpacked * _MILLION)


@dataclass(frozen=True)
class Body:
    """A body as sent: in memory, or in a file. digest: SHA-256 of its bytes. packing: how it is packed, None where plain."""

    data: bytes
    path: Path | None
    digest: str
    packing: Packing | None

    @contextmanager
    def opened(self, most: int) -> Iterator[_Unpacking]:
        """The body unpacked, to be read in pieces; Refused (413) where there is more of it than `most` bytes."""
        import pyarrow as pa

        source = pa.OSFile(str(self.path), "rb") if self.path else pa.BufferReader(self.data)
        with source:
            yield _Unpacking(pa.CompressedInputStream(source, self.packing) if self.packing else source, most)

    def whole(self) -> bytes | None:
        """The body unpacked, where it is small; None where it is not. Raises Refused (422) where it cannot be unpacked."""
        if self.path is not None:
            return None
        if self.packing is None:
            return self.data
        with self.opened(_MILLION * _MILLION) as unpacking:
            found = unpacking.read(SMALL + 1)
        return found if len(found) <= SMALL else None


class _Unpacking:
    """A body being unpacked, as a file that is read."""

    def __init__(self, stream: pa.NativeFile, most: int) -> None:
        self._stream, self._most, self._read = stream, most, 0
        self.closed = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, as many as asked for where there are so many."""
        try:
            found: bytes = self._stream.read(size if size >= 0 else self._most + 1)
        except OSError as error:
            raise Refused(
                422, "The body cannot be unpacked.", where="Content-Encoding",
                fix="Pack it as Content-Encoding says, gzip or zstd, and send all of it.",
            ) from error  # fmt: skip
        self._read += len(found)
        if self._read > self._most:
            raise _too_large("unpacked", self._most)
        return found


def packing_of(header: str) -> Packing | None:
    """How a body is packed, by its Content-Encoding. Raises Refused (415) for a way that is not known."""
    name = header.strip().lower()
    if name in ("", "identity"):
        return None
    if name not in PACKINGS:
        raise Refused(415, f"The body is packed as {header!r}.", where="Content-Encoding", fix="Pack it as gzip or zstd, or not.")
    return PACKINGS[name]


async def received(receive: Receive, length: str, packing: Packing | None, limits: Limits, spool: Callable[[], Path]) -> Body:
    """The whole body. length: what Content-Length says. spool: the file into which a large one goes, asked for when it is.

    Raises Refused: 413 for one too large, 408 where the sender stops sending, and whatever `spool` does; Gone where it hangs up.
    """
    if length.isdigit() and int(length) > limits.sent:
        raise _too_large("as sent", limits.sent)
    held, digest, count = bytearray(), hashlib.sha256(), 0
    file: IO[bytes] | None = None
    path: Path | None = None
    try:
        async for piece in _pieces(receive):
            count += len(piece)
            if count > limits.sent:
                raise _too_large("as sent", limits.sent)
            digest.update(piece)
            held += piece
            if len(held) > SMALL:
                path = path or spool()
                file = file or path.open("wb")
                await _on_disk(file, held)
                held = bytearray()
        if file is not None and held:
            await _on_disk(file, held)
    finally:
        if file is not None:
            file.close()
    return Body(b"" if path else bytes(held), path, digest.hexdigest(), packing)


def unpacked(body: Body, limits: Limits, into: Path) -> int:
    """Write a body, unpacked, into a file; how many bytes it has. Raises Refused where it is too large or not so packed."""
    with body.opened(limits.unpacked) as unpacking, into.open("wb") as file:
        while piece := unpacking.read(_PIECE):
            file.write(piece)
        return file.tell()


async def drained(incoming: Incoming) -> None:
    """Take what a refused sender has under way, so that it reads the answer; a little, for a moment."""
    taken = 0
    try:
        async with asyncio.timeout(1):
            while not incoming.ended and taken <= _PIECE:
                taken += len((await incoming()).get("body", b""))
    except TimeoutError:
        return


async def _pieces(receive: Receive) -> Any:
    more = True
    while more:
        try:
            async with asyncio.timeout(_PATIENCE):
                message = await receive()
        except TimeoutError as error:
            raise Refused(408, f"Nothing of the body came for {_PATIENCE:g} seconds.", fix="Send it again, all of it.") from error
        if message["type"] == "http.disconnect":
            raise Gone
        yield message.get("body", b"")
        more = message.get("more_body", False)


async def _on_disk(file: IO[bytes], piece: bytearray) -> None:
    try:
        await asyncio.get_running_loop().run_in_executor(None, partial(file.write, bytes(piece)))
    except OSError as error:
        raise Refused(
            503,
            f"The body cannot be kept: {error.strerror}.",
            fix="Make room on the server's disk, or send less at once.",
            after=60,
        ) from error


def _too_large(how: str, most: int) -> Refused:
    return Refused(
        413, f"The body is larger than {most // _MILLION:,} MB {how}.", where="the body",
        fix="Send it in pieces; an administrator may raise the settings api_body_mb and api_unpacked_mb.",
    )  # fmt: skip
