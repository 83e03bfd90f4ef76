"""What it takes to start: whole processes, from outside.

python -m benchmarks.start
"""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.machine import described
from benchmarks.timing import in_turns, show


def main() -> None:
    """Help, and the import of the library, of what it needs to answer, and of Python alone."""
    python, command = sys.executable, Path(sys.executable).with_name("helder")
    ways = {
        "helder --help": [str(command), "--help"],
        "import helder": [python, "-c", "import helder"],
        "import helder, connect, CATALOG": [python, "-c", "from helder import connect, CATALOG"],
        "python alone": [python, "-c", ""],
    }
    print(described())
    runs = {name: partial(subprocess.run, words, check=True, capture_output=True) for name, words in ways.items()}
    show(in_turns(runs))


if __name__ == "__main__":
    main()
