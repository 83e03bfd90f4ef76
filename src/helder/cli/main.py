"""Where the `helder` command begins. Each command lives in a file of its own, and imports what it needs when it runs."""

from __future__ import annotations

import gc
import sys

from helder.cli import (
    backup,
    benchmarks,
    boards,
    cluster_ddl,
    customer,
    decompose,
    demo,
    describe,
    doctor,
    explain,
    goals,
    load,
    map,
    metrics,
    move,
    people,
    predict,
    profiles,
    reconcile,
    rejects,
    report,
    restore,
    retention,
    rollup,
    rows,
    serve,
    show,
    sources,
    tables,
    token,
)
from helder.cli.app import app
from helder.errors import HelderError

#: The files of the commands; importing one makes its command known to `app`.
COMMANDS = (
    load,
    map,
    rejects,
    sources,
    tables,
    describe,
    metrics,
    show,
    profiles,
    explain,
    rows,
    reconcile,
    decompose,
    goals,
    benchmarks,
    report,
    predict,
    rollup,
    serve,
    people,
    token,
    boards,
    backup,
    restore,
    move,
    doctor,
    demo,
    cluster_ddl,
    customer,
    retention,
)

#: How many objects are made before those in rings are looked for. Plans are hundreds of thousands that stay: looking through them
#: as often as Python does takes a fifth of the time of a question, and holds a server up for a tenth of a second at a time.
_SEARCHED_AFTER = (20_000, 20, 50)


def main() -> None:
    """Run the command; an error of the user's is one clear message and exit status 2, never a traceback."""
    gc.set_threshold(*_SEARCHED_AFTER)
    try:
        app()
    except HelderError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        print("interrupted: nothing was changed", file=sys.stderr)
        sys.exit(130)
