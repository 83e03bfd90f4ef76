"""Loading uploads beside the pages, and removing old ones."""

from __future__ import annotations

import logging
import shutil
import time
from concurrent.futures import CancelledError
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from helder import model
from helder.connectors.reading import document, mending
from helder.connectors.reading.load import Load, load
from helder.engines import Engine
from helder.errors import HelderError
from helder.web import serving
from helder.web.jobs import every, job
from helder.web.upload import progress
from helder.web.upload.models import UNDER_WAY, State, Upload, folder
from helder.web.upload.progress import Cancelled, Progress

_log = logging.getLogger(__name__)
_STALE = 24 * 3600.0


@job()
def load_upload(key: str) -> None:
    """Load an upload that waits for it, and have the next begin; done again it does nothing."""
    how_far = progress.begin(key, serving.now().stopping)
    if how_far is None:
        return
    try:
        upload = Upload.objects.filter(key=UUID(key), state__in=UNDER_WAY).first()
        if upload is not None:
            _load(upload, how_far)
    finally:
        progress.end(key)
    if not serving.now().stopping.is_set() and (following := Upload.objects.filter(state=State.WAITING).last()):
        load_upload.soon(following.key.hex)


def _load(upload: Upload, how_far: Progress) -> None:
    if not Upload.objects.filter(key=upload.key, state__in=UNDER_WAY, cancelling=False).update(state=State.LOADING):
        Upload.objects.filter(key=upload.key, cancelling=True).update(state=State.CANCELLED)
        return
    try:
        done = serving.now().arrivals.bring(lambda engine: _brought(engine, upload, how_far)).result()
    except Cancelled:
        _ended(upload, State.CANCELLED if how_far.stopping else State.WAITING, {})
    except CancelledError:  # the server stops: taken up when it runs again
        _ended(upload, State.WAITING, {})
    except HelderError as error:
        _ended(upload, State.FAILED, {"what": error.what, "where": error.where, "fix": error.fix})
    except Exception:  # noqa: BLE001 - logged, and told to whoever waits for it
        _log.exception("Loading %s", upload.key)
        _ended(upload, State.FAILED, {"what": "", "where": None, "fix": None})
    else:
        upload.load = done.number
        _ended(upload, State.LOADED, _told(done))


def _brought(engine: Engine, upload: Upload, how_far: Progress) -> Load:
    settings = serving.now().settings
    earlier = mending.earlier(engine, upload.mends) if upload.mends else None
    mapping = mending.mapping_of(earlier) if earlier else document.parse(upload.mapping, "mapping")
    return load(
        engine,
        upload.path,
        table=model.table(earlier.table) if earlier and earlier.table else None,
        mapping=mapping,
        currency=settings["currency"],
        mends=earlier,
        progress=how_far,
        catalog=serving.catalog(),
        name=upload.name,
    )


def _ended(upload: Upload, state: State, told: dict[str, Any]) -> None:
    upload.state, upload.told, upload.cancelling = state, told, False
    upload.save(update_fields=["state", "told", "cancelling", "load", "changed_at"])


def _told(done: Load) -> dict[str, Any]:
    """What a load did, in counts."""
    return {
        "read": done.read,
        "rejected": done.rejected,
        "misfits": done.misfits,
        "repeated": done.repeated,
        "filled_in": done.filled_in,
        "unused": list(done.unused),
        "tables": [
            {
                "table": filled.table.name,
                "accepted": filled.accepted,
                "rejected": filled.rejected,
                "added": filled.appended.added,
                "changed": filled.appended.changed,
                "unchanged": filled.appended.unchanged,
                "superseded": filled.appended.superseded,
                "left": filled.left,
                "reported": filled.reported,
            }
            for filled in done.filled
        ],
    }


@every(1)
def take_up() -> None:
    """Take up loads that the end of a server broke off."""
    for key in Upload.objects.filter(state__in=UNDER_WAY).values_list("key", flat=True):
        if progress.share(key.hex) is None:
            load_upload.soon(key.hex)


@every(60)
def remove_old() -> None:
    """Remove uploaded files after some days, and what no upload belongs to; what was loaded stays."""
    until = timezone.now() - timedelta(days=serving.now().settings["upload_days"])
    for upload in Upload.objects.filter(created_at__lt=until).exclude(state__in=UNDER_WAY):
        upload.path.unlink(missing_ok=True)
        if upload.state != State.LOADED:
            upload.delete()
    known = {key.hex for key in Upload.objects.values_list("key", flat=True)}
    if folder().is_dir():
        for path in folder().iterdir():
            if path.name in known or path.stat().st_mtime > time.time() - _STALE:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
