"""Runs every benchmark, each in a process of its own, or those named: `python -m benchmarks [NAME [WORD...]]...`.

Words that are no benchmark's name, as numbers of rows, are for the one before them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_HERE = Path(__file__).parent
_ALL = ("start", "loading", "arriving", "live", "boards", "engines", "append", "catalogue", "lifetime_value")


def main(words: list[str]) -> int:
    """Exit status 1 where any of them failed."""
    asked: list[list[str]] = []
    for word in words or _ALL:
        if (_HERE / f"{word}.py").exists() or word in _ALL or not asked:
            asked.append([])
        asked[-1].append(word)
    failed = [name for name, *rest in asked if subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *rest]).returncode]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
