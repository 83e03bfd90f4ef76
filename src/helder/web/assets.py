"""The files a browser loads, gathered into the home folder before the server starts; nothing comes from elsewhere."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

#: What django-htmx ships beside the one file that pages use.
_UNUSED = ["htmax-*", "htmx-4*", "htmx-2.js", "django-htmx.js", "ext"]
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def gather() -> None:
    """Gather, fingerprint and compress the files, where they are not as they were the last time."""
    root = Path(str(settings.STATIC_ROOT))
    _bundle(root.parent / "made" / "helder")
    stamp = root.parent / "gathered"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=_UNUSED)
    stamp.write_text(fingerprint, encoding="utf-8")


def _bundle(folder: Path) -> None:
    """Write the charting library for the browser: Vega, Vega-Lite and Vega-Embed, from the package that draws on the server."""
    import vl_convert

    path = folder / "vega.js"
    first_line = f"// made by vl-convert {version('vl-convert-python')}\n"
    if path.exists():
        with path.open(encoding="utf-8") as made:
            if made.readline() == first_line:
                return
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(first_line + vl_convert.javascript_bundle(_SNIPPET), encoding="utf-8")


def _fingerprint() -> str:
    """Of every file's name, size and time."""
    found = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            status = Path(storage.path(name)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()
