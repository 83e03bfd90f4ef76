"""Runs every benchmark, each in a process of its own: `python -m benchmarks [NAME...]`."""

from __future__ import annotations

import subprocess
import sys

_ALL = ("start", "loading", "board", "surveys", "catalogue", "lifetime_value")


def main(names: list[str]) -> int:
    """Exit status 1 where any of them failed."""
    failed = [name for name in names or _ALL if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
