"""Peers that need other versions of libraries than Helder: each in an environment of its own, made where there is none.

The environments are kept in the folder BENCH_FOLDER names, else beside the temporary files; they can be thrown away at any time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

#: What each is installed from; lifetimes has had no release since 2020, so what it needs is held at what was current for it.
REQUIREMENTS = {
    "lifetimes": ("lifetimes==0.11.3", "numpy<2", "pandas<2.1", "scipy<1.12", "autograd<1.7"),
    "pymc_marketing": ("pymc-marketing==0.19.2",),
}
_SCRIPTS = Path(__file__).with_name("peer_scripts")


def python_of(peer: str) -> Path | None:
    """The interpreter of a peer's environment, made where there is none; None where it cannot be installed here."""
    folder = Path(os.environ.get("BENCH_FOLDER", Path(tempfile.gettempdir()) / "helder-bench")) / "peers" / peer
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"making an environment for {peer} in {folder}", flush=True)
        made = [[sys.executable, "-m", "venv", str(folder)], [str(python), "-m", "pip", "install", "-q", *REQUIREMENTS[peer]]]
        if any(subprocess.run(words, capture_output=True).returncode for words in made):
            print(f"{peer} is absent: it could not be installed here")
            return None
    return python


def run(peer: str, python: Path, *words: object, seconds: float) -> dict[str, Any] | None:
    """What a peer's script prints, as JSON; None where it took longer than some seconds, or failed."""
    script = _SCRIPTS / f"{peer}.py"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    try:
        done = subprocess.run(
            [str(python), str(script), *map(str, words)], capture_output=True, text=True, timeout=seconds, env=environment
        )
    except subprocess.TimeoutExpired:
        print(f"{peer}: more than {seconds:.0f} s, given up")
        return None
    if done.returncode:
        print(f"{peer} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'without a word'}")
        return None
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
