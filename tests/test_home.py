"""What is made on first use is made once, however many threads and processes need it first at the same time."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import surroundings

from helder.errors import BadSetting
from helder.home import SECRET_KEY, VAULT_KEY, keep, kept
from helder.vault import Vault
from helder.web.keys import secret_key

MANY = 8

MAKE = """
import sys
from pathlib import Path
from typing import Any
from cryptography.fernet import Fernet
from helder.vault import Vault

print("ready", flush=True)
for line in sys.stdin:
    print(Vault(Path(line.strip())).seal("open me"), flush=True)
"""


def at_once(work: Callable[[], Any]) -> list[Any]:
    """What each of many threads makes of the same work, begun at the same moment."""
    together = threading.Barrier(MANY)

    def one(_: int) -> Any:
        together.wait(30)
        return work()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(one, range(MANY)))


@pytest.mark.parametrize("make", [lambda home: Vault(home).pseudonym("ann"), secret_key], ids=[VAULT_KEY, SECRET_KEY])
def test_threads_make_one_key(make: Callable[[Path], str], tmp_path: Path) -> None:
    for i in range(30):
        home = tmp_path / str(i)
        assert len(set(at_once(lambda home=home: make(home)))) == 1
        assert [path.stat().st_mode & 0o777 for path in home.iterdir()] == [0o600]


def test_processes_make_one_key(tmp_path: Path) -> None:
    homes = [tmp_path / str(i) for i in range(50)]
    talk: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": surroundings()}
    makers = [subprocess.Popen([sys.executable, "-c", MAKE], **talk) for _ in range(3)]
    assert [maker.stdout.readline() for maker in makers] == ["ready\n"] * 3  # type: ignore[union-attr]
    with ThreadPoolExecutor(len(makers)) as pool:
        asked = "".join(f"{home}\n" for home in homes)
        sealed = list(pool.map(lambda maker: maker.communicate(asked, timeout=60)[0].split(), makers))
    for home, *secrets in zip(homes, *sealed, strict=True):
        assert [Vault(home).open(secret) for secret in secrets] == ["open me"] * len(makers)


def test_a_file_that_several_write_is_one_of_theirs(tmp_path: Path) -> None:
    path, texts = tmp_path / "told", iter([f"{i}" * 10_000 for i in range(MANY)])
    at_once(lambda: keep(path, next(texts)))
    said = path.read_text().strip()
    assert said == said[0] * 10_000
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for write in (lambda path: keep(path, "text"), lambda path: kept(path, str)):
        with pytest.raises(BadSetting, match="cannot be written"):
            write(tmp_path / "file" / "told")
