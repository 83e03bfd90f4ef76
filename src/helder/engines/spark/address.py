"""What the URL of a store on Spark says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from helder.errors import BadSetting

#: Characters that Spark reads as a pattern in a path.
_PATTERN = frozenset("*?[]{}\\")


@dataclass(frozen=True)
class Address:
    """Where Spark is, and the folder with the tables.

    server: the master of a cluster (spark://host:7077, local[2]), or where connect is true, a Spark Connect server
    (sc://host:15002). options: what a Spark Connect address says beside (token=...); it is not shown.
    """

    server: str
    folder: Path
    connect: bool
    options: str = ""

    @property
    def url(self) -> str:
        """The address as it may be shown."""
        return f"{self.server}{self.folder}" if "://" in self.server else f"spark://{self.server}{self.folder}"

    @property
    def places(self) -> list[tuple[str, int]]:
        """The hosts and ports to ask; none where Spark runs in this process."""
        if self.server.startswith("local"):
            return []
        listed = [place.partition(":") for place in self.server.partition("://")[2].split(",")]
        return [(host, int(port or (15002 if self.connect else 7077))) for host, _, port in listed]


def parse(url: str) -> Address:
    """The address a URL names. Raises BadSetting where it names no server, no folder, or a folder Spark cannot read."""
    scheme, _, rest = url.partition("://")
    rest, _, options = rest.partition(";")
    server, slash, folder = rest.partition("/")
    example = f"{scheme}://host:{15002 if scheme == 'sc' else 7077}/folder"
    if not server or not slash or not folder.strip("/"):
        raise BadSetting(
            "It names no server, or no folder.", where=f"store {url!r}",
            fix=f"Name both, as {example}; the folder is one that all machines of the cluster see.",
        )  # fmt: skip
    if server.startswith("local") and not re.fullmatch(r"local(\[(\*|[1-9]\d*)\])?", server):
        raise BadSetting("It names no number of cores.", where=f"store {url!r}", fix="Write it as spark://local[2]/folder.")
    if _PATTERN & set(folder):
        raise BadSetting(
            "Spark reads such a folder as a pattern.", where=f"store {url!r}", fix="Name one without * ? [ ] { } \\."
        )
    ports = [place.partition(":")[2] for place in server.split(",")] if not server.startswith("local") else []
    if not all(port.isdigit() or not port for port in ports):
        raise BadSetting("It names no port.", where=f"store {url!r}", fix=f"Write it as {example}.")
    path = Path("/" + folder.strip("/"))
    return Address(server if server.startswith("local") else f"{scheme}://{server}", path, scheme == "sc", options)
