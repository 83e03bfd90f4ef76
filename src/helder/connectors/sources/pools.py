"""Connections of requests that send nothing before it is known that what they lead to may be called."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from helder import outgoing
from helder.outgoing import Network


def checked(allowed: Sequence[Network], where: str) -> dict[str, type[HTTPConnectionPool]]:
    """The pools of a PoolManager, by scheme, whose connections raise BadInput where they lead into a private network."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return outgoing.check_peer(super()._new_conn(), allowed, where=where)

    class Encrypted(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return outgoing.check_peer(super()._new_conn(), allowed, where=where)

    class Plainly(HTTPConnectionPool):
        ConnectionCls = Plain

    class Encryptedly(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": Plainly, "https": Encryptedly}
