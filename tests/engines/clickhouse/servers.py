"""ClickHouse servers that tests start: each a process of its own, which listens on loopback."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket
from urllib.parse import quote
from xml.sax.saxutils import escape

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError

from helder.engines.clickhouse import cluster

LIBRARY = Path(sys.prefix) / "clickhouse" / "libchdb.so"
PASSWORD = "it's & secret"
#: The user `default` is whom the server itself runs its statements as, and may have no password.
USERS = f"""<clickhouse>
<profiles><default/></profiles><quotas><default/></quotas>
<users>
  <default><password/><profile>default</profile><quota>default</quota></default>
  <helder>
    <password>{escape(PASSWORD)}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
  </helder>
</users>
</clickhouse>
"""
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """url: of the server, without a database."""

    folder: Path
    shard: int
    http: int
    tcp: int
    inner_http: int
    inner_tcp: int

    @property
    def url(self) -> str:
        return f"clickhouse://helder:{quote(PASSWORD)}@127.0.0.1:{self.http}"

    def client(self) -> Client:
        return clickhouse_connect.get_client(host="127.0.0.1", port=self.http, username="helder", password=PASSWORD)

    def configure(self, shards: list[Server]) -> None:
        """Write its settings: where it listens, and the shards of the cluster `main`."""
        self.folder.mkdir(parents=True)
        others = "".join(
            f"<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>{shard.tcp}</port>"
            f"<user>helder</user><password>{escape(PASSWORD)}</password></replica></shard>"
            for shard in shards
        )
        (self.folder / "users.xml").write_text(USERS)
        (self.folder / "config.xml").write_text(
            f"<clickhouse><listen_host>127.0.0.1</listen_host><http_port>{self.inner_http}</http_port>"
            f"<tcp_port>{self.inner_tcp}</tcp_port><users_config>users.xml</users_config>"
            f"<macros><shard>{self.shard}</shard><replica>1</replica></macros>"
            f"<remote_servers><main>{others}</main></remote_servers></clickhouse>"
        )

    @contextmanager
    def running(self) -> Iterator[None]:
        ports = map(str, (self.http, self.inner_http, self.tcp, self.inner_tcp))
        run = [sys.executable, str(Path(__file__).with_name("serving.py")), str(LIBRARY), str(self.folder), *ports]
        with subprocess.Popen(run, stdin=subprocess.PIPE) as process:
            try:
                self._wait(process)
                yield
            finally:
                process.kill()

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self.client().close()
            except ClickHouseError:
                assert process.poll() is None, "the server ended as it began"
                assert time.monotonic() < until, f"the server did not answer within {_PATIENCE:.0f} s"
                time.sleep(0.1)
            else:
                return


@contextmanager
def servers(folder: Path, number: int = 1) -> Iterator[list[Server]]:
    """Servers that run, each a shard of the cluster `main`; where there is no ClickHouse, the test skips."""
    if not LIBRARY.exists():
        pytest.skip("there is no ClickHouse server to run (tools/clickhouse gets one)")
    ports = _free(4 * number)
    found = [Server(folder / str(at), at, *ports[4 * at : 4 * at + 4]) for at in range(number)]
    with ExitStack() as stack:
        for server in found:
            server.configure(found)
            stack.enter_context(server.running())
        yield found


def here(statement: str, cluster: str = "main") -> str:
    """A statement for a cluster as one for the server it is sent to, which has no Keeper and so no replicas."""
    alone = statement.replace(f" on cluster `{cluster}`", "")
    before, replicated, after = alone.partition("ReplicatedReplacingMergeTree(")
    return f"{before}ReplacingMergeTree({after.partition('{replica}')[2].removeprefix(chr(39) + ', ')}" if replicated else alone


def empty(shards: list[Server]) -> None:
    """Take all rows out of the tables of a cluster."""
    filled = "select name from system.tables where database = 'cx' and total_rows > 0 and name like '%_local'"
    for shard in shards:
        with shard.client() as client:
            for (table,) in client.query(filled).result_rows:
                client.command(f"truncate table cx.`{table}`")


@contextmanager
def clusters(folder: Path) -> Iterator[list[Server]]:
    """Two servers with the tables of a cluster in their database `cx`."""
    with servers(folder, 2) as shards:
        for shard in shards:
            with shard.client() as client:
                for statement in cluster.statements("main", "cx"):
                    client.command(here(statement))
        yield shards


def _free(number: int) -> list[int]:
    """Ports that nobody listens on."""
    taken = [socket() for _ in range(number)]
    try:
        for one in taken:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in taken]
    finally:
        for one in taken:
            one.close()
