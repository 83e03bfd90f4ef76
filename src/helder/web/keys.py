"""Secrets the server makes for itself and keeps in the home folder, readable by its owner only."""

from __future__ import annotations

import secrets
from pathlib import Path

from helder.errors import BadSetting
from helder.home import SECRET_KEY, keep


def secret_key(home: Path) -> str:
    """The key that signs sessions; made on first use."""
    path = home / SECRET_KEY
    if not path.exists():
        keep(path, secrets.token_urlsafe(48))
    key = path.read_text(encoding="utf-8").strip()
    if len(key) < 32:
        raise BadSetting("The key is too short to be safe.", where=str(path), fix="Remove the file; a new key is made.")
    return key
