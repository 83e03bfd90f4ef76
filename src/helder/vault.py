"""Secrets of other systems, kept encrypted: by a key in the home folder that only its owner can read."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from helder.errors import BadSetting
from helder.home import VAULT_KEY, kept


class Vault:
    """Seals and opens the secrets of one home folder; its key is made when it is first needed."""

    def __init__(self, home: Path) -> None:
        from cryptography.fernet import Fernet

        path = home / VAULT_KEY
        key = kept(path, lambda: Fernet.generate_key().decode())
        try:
            self._box, self._key = Fernet(key), key.encode()
        except ValueError as error:
            raise BadSetting(
                "This is no key.", where=str(path), fix="Restore it from a backup; secrets sealed with it are lost else."
            ) from error

    def seal(self, secret: str) -> str:
        """A secret as it can be kept anywhere."""
        return self._box.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """The secret. Raises BadSetting for one that was sealed with another key, or changed."""
        from cryptography.fernet import InvalidToken

        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise BadSetting("A secret cannot be opened: it was sealed with another key.", fix="Enter it anew.") from error

    def pseudonym(self, text: str) -> str:
        """What stands for a text: always the same in this home folder; without its key no guess at the text can be checked."""
        return hmac.new(self._key, f"pseudonym {text}".encode(), hashlib.sha256).hexdigest()[:32]
