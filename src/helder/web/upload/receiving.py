"""Taking in a file: written to disk as it arrives, and no more of it than may be."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helder.errors import BadInput, HelderError, StoreError
from helder.web import serving
from helder.web.upload.models import folder
from helder.web.writing import writing

_CHUNK = 1 << 18


class TooLarge(BadInput):
    """A file above the limit."""


class Received(FileUploadHandler):
    """The one file of a form, written to the folder of uploads under a key of its own.

    name, size: of the file; None and 0 while there is none. fault: why it was not taken. kept: whether an upload was made of it.
    """

    chunk_size = _CHUNK

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.key: UUID = uuid4()
        self.path: Path = folder() / self.key.hex
        self.name: str | None = None
        self.size = 0
        self.whole = False
        self.kept = False
        self.fault: HelderError | None = None
        self._most = serving.now().settings["upload_megabytes"] * 10**6
        self._handle: Any = None

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:  # noqa: N803
        """Note what says itself that it is too large."""
        if content_length > self._most + _CHUNK:
            self.fault = self._too_large()

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin with a file."""
        if self.fault is not None:
            self._stop(self.fault)
        if self.name is not None:
            self._stop(BadInput(_("Two files came at once."), fix=_("Upload one at a time.")))
        self.name = file_name[:255]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        except OSError as error:
            self._stop(_unwritable(error))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece."""
        self.size += len(raw_data)
        if self.size > self._most:
            self._stop(self._too_large())
        try:
            self._handle.write(raw_data)
        except OSError as error:
            self._stop(_unwritable(error))

    def file_complete(self, file_size: int) -> None:
        """Make sure that it is on the disk."""
        try:
            self._handle.close()
        except OSError as error:
            self._stop(_unwritable(error))
        self.whole = True

    def taken(self) -> bool:
        """Whether a whole file has come. Raises what went wrong."""
        if self.fault is not None:
            raise self.fault
        if self.name is not None and not self.whole:
            raise BadInput(_("The file did not come whole."), where=self.name, fix=_("Upload it again."))
        return self.whole

    def close(self) -> None:
        """Keep nothing, unless an upload was made of it."""
        if self.kept:
            return
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
        self.path.unlink(missing_ok=True)

    def _stop(self, fault: HelderError) -> None:
        self.fault = fault
        raise StopUpload(connection_reset=True)

    def _too_large(self) -> TooLarge:
        limit = serving.now().settings["upload_megabytes"]
        return TooLarge(
            _("The file is larger than %(limit)s MB.") % {"limit": writing().number(limit, 0)},
            where=self.name,
            fix=_("Pack it with gzip or zip, split it, load it with `helder load`, or raise the setting upload_megabytes."),
        )


def _unwritable(error: OSError) -> StoreError:
    return StoreError(
        _("The file cannot be kept: %(error)s.") % {"error": error.strerror},
        fix=_("Free some space on the server and try again."),
    )
