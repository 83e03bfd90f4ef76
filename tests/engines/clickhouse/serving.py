"""A ClickHouse server: the engine with its own HTTP and native listeners, until standard input ends.

`python serving.py LIBRARY FOLDER PORTS`, with the server's settings in FOLDER/config.xml. PORTS are pairs: where to listen, and
where the server does. What is between only makes an orderly end of connections that are broken off: this build of the engine
ends itself when it meets one.
"""

from __future__ import annotations

import asyncio
import ctypes
import sys
import threading
from asyncio import StreamReader, StreamWriter

LISTEN = "system start listen http; system start listen tcp; select * from file('/dev/stdin', LineAsString)"


async def pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    """All that is read, until its end; what nobody takes any more is read all the same."""
    while data := await _read(reader):
        if not writer.is_closing():
            writer.write(data)
            try:
                await writer.drain()
            except ConnectionError:
                writer.close()
    if not writer.is_closing() and writer.can_write_eof():
        writer.write_eof()


async def _read(reader: StreamReader) -> bytes:
    try:
        return await reader.read(1 << 16)
    except ConnectionError:
        return b""


async def listen(outer: int, inner: int) -> None:
    """Pass on what comes to one port to the other."""

    async def between(reader: StreamReader, writer: StreamWriter) -> None:
        try:
            their_reader, their_writer = await asyncio.open_connection("127.0.0.1", inner)
        except ConnectionError:
            writer.close()
            return
        await asyncio.gather(pass_on(reader, their_writer), pass_on(their_reader, writer))
        writer.close()
        their_writer.close()

    server = await asyncio.start_server(between, "127.0.0.1", outer)
    await server.serve_forever()


async def listen_to_all(ports: list[int]) -> None:
    await asyncio.gather(*(listen(outer, inner) for outer, inner in zip(ports[::2], ports[1::2], strict=True)))


def serve(library: str, folder: str) -> None:
    """Run the engine; returns when there is nothing more on standard input."""
    arguments = ["clickhouse", f"--config-file={folder}/config.xml", f"--path={folder}/data", f"--query={LISTEN}"]
    given = (ctypes.c_char_p * len(arguments))(*map(str.encode, arguments))
    ctypes.CDLL(library).query_stable_v2(len(arguments), given)


if __name__ == "__main__":
    threading.Thread(target=lambda: asyncio.run(listen_to_all([int(port) for port in sys.argv[3:]])), daemon=True).start()
    serve(*sys.argv[1:3])
