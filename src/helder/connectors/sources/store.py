"""Object stores that speak S3: called only where allowed, with the connection's own keys or none."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

from aiohttp.abc import AbstractResolver, ResolveResult
from s3fs import S3FileSystem

from helder import outgoing
from helder.connectors.sources import line
from helder.connectors.sources.system import Reading
from helder.errors import BadInput
from helder.outgoing import Network

_AMAZON = "https://s3.amazonaws.com"


def opened(reading: Reading) -> S3FileSystem:
    """The store a connection leads to. Raises BadInput where it is not to be called."""
    key, secret = reading.settings["key"].strip(), reading.settings["secret"]
    if bool(key) != bool(secret):
        raise BadInput("Only one of the two keys is given.", where=reading.where, fix="Enter both, or none for a public bucket.")
    endpoint, region = reading.settings["endpoint"].strip(), reading.settings["region"].strip()
    outgoing.check(endpoint or _AMAZON, reading.allowed, where=reading.where)
    return S3FileSystem(
        # Without keys botocore would take those of this machine, which may open more than the connection's author is to see.
        anon=not key,
        key=key or None,
        secret=secret or None,
        endpoint_url=endpoint or None,
        client_kwargs={"region_name": region} if region else {},
        config_kwargs={
            "connect_timeout": line.PATIENCE[0],
            "read_timeout": line.PATIENCE[1],
            "retries": {"total_max_attempts": line.ATTEMPTS},
            "ignore_configured_endpoint_urls": True,
            "connector_args": {"resolver": _Checked(reading.allowed, reading.where)},
        },
        local_expiry_check=True,  # a file that changes while it is read is told by its ETag, which every store sends
        skip_instance_cache=True,
    )


class _Checked(AbstractResolver):
    """Looks names up, and gives only addresses that may be called: those are then connected to."""

    def __init__(self, allowed: Sequence[Network], where: str) -> None:
        self._allowed, self._where = allowed, where

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[ResolveResult]:
        places = await asyncio.to_thread(outgoing.check, f"https://{host}", self._allowed, where=self._where)
        return [
            ResolveResult(
                hostname=host,
                host=place,
                port=port,
                family=socket.AF_INET6 if ":" in place else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for place in places
        ]

    async def close(self) -> None: ...
