"""What can be done with an upload."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from helder import model
from helder.connectors.reading import document, mending
from helder.connectors.reading.drafting import draft, guessed, settled
from helder.connectors.reading.files import SeveralFiles
from helder.connectors.reading.mapping import Mapping
from helder.connectors.reading.opened import Unreadable
from helder.connectors.reading.options import FileOptions
from helder.connectors.reading.trial import begin
from helder.connectors.reading.writing import written
from helder.errors import BadInput
from helder.model import Table
from helder.web import serving
from helder.web.accounts.models import Person
from helder.web.upload import progress, saved
from helder.web.upload.jobs import load_upload
from helder.web.upload.models import UNDER_WAY, State, Upload
from helder.web.upload.notes import notes_of
from helder.web.upload.receiving import Received
from helder.web.writing import writing

#: What a mapping is called in errors.
CALLED = "mapping"
#: Columns beyond which a file is no export of records.
MOST_COLUMNS = 1_000
_DRAFTED_FROM = 8 << 20


def take(received: Received, person: Person, table: Table | None = None, mapping: str = "") -> Upload:
    """Keep a file that came, with the mapping named or one drafted for it.

    Raises BadInput, and keeps nothing, where no mapping could make it readable.
    """
    upload = Upload(key=received.key, person=person, name=received.name or "", size=received.size)
    if mapping:
        upload.mapping = saved.text(mapping)
    else:
        _try_to_draft(upload, table)
    upload.save(force_insert=True)
    received.kept = True
    return upload


def _try_to_draft(upload: Upload, table: Table | None) -> None:
    """Draft, as far as the file can be read without being told more about it."""
    try:
        redraft(upload, FileOptions(), table)
    except Unreadable:
        raise
    except SeveralFiles as error:
        redraft(upload, FileOptions(member=error.members[0]), table)
    except BadInput:
        upload.mapping = ""  # its page tells what is wrong, and asks how it is to be read


def redraft(upload: Upload, options: FileOptions, table: Table | None = None) -> None:
    """Draft the mapping of an upload into a table, by default the likeliest."""
    options = settled(upload.path, options, name=upload.name, first=_DRAFTED_FROM)
    columns = begin(upload.path, options, name=upload.name, most=1).columns
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(
            _("The file has %(count)s columns.") % {"count": writing().number(len(columns), 0)},
            where=upload.name,
            fix=_("Check its separator, or load it with `helder load`."),
        )
    upload.mapping, upload.notes = "", {}
    add_table(upload, table or guessed(columns, upload.name)[0], options)


def add_table(upload: Upload, table: Table, options: FileOptions) -> None:
    """Draft one more table from the file."""
    text = draft(table, upload.path, options, name=upload.name, first=_DRAFTED_FROM)
    drafted = document.parse(text, CALLED)
    before = mapping_of(upload).sections if upload.mapping else ()
    said = {name: getattr(options, name) for name in ("member", "sheet", "skip", "format") if getattr(options, name)}
    whole = replace(drafted, file=replace(drafted.file, **said), sections=(*before, *drafted.sections))
    upload.mapping, upload.notes = written(whole), {**upload.notes, **notes_of(text, table)}


def mapping_of(upload: Upload) -> Mapping:
    """The mapping as it was written last. Raises BadInput or UnknownName, with the line, for what a mapping cannot say."""
    return document.parse(upload.mapping, CALLED)


def keep_mapping(upload: Upload, text: str) -> None:
    """Keep another mapping, whatever it says. Raises BadInput where loading has begun meanwhile."""
    upload.mapping, upload.changed_at = text.replace("\r\n", "\n"), timezone.now()
    still = Upload.objects.filter(key=upload.key).exclude(state__in=UNDER_WAY)
    if not still.update(mapping=upload.mapping, notes=upload.notes, changed_at=upload.changed_at):
        raise being_loaded(upload)


def being_loaded(upload: Upload) -> BadInput:
    """Why nothing can be changed about an upload."""
    return BadInput(_("It is being loaded."), where=upload.name, fix=_("Wait for it, or cancel it."))


def start(upload: Upload) -> None:
    """Have an upload loaded beside the pages. Raises BadInput where its mapping cannot be used, or it is under way."""
    if upload.under_way:
        raise BadInput(_("It is being loaded already."), where=upload.name)
    if not upload.there:
        raise BadInput(_("The file is no longer kept."), where=upload.name, fix=_("Upload it again."))
    if not upload.mends and not mapping_of(upload).sections:
        raise BadInput(_("The mapping fills no table."), where=upload.name, fix=_("Choose a table."))
    upload.state, upload.cancelling, upload.told = State.WAITING, False, {}
    upload.save()
    load_upload.soon(upload.key.hex)


def cancel(upload: Upload) -> None:
    """Have the loading of an upload stop; the store is then as it was."""
    Upload.objects.filter(key=upload.key, state=State.WAITING).update(state=State.CANCELLED)
    if Upload.objects.filter(key=upload.key, state=State.LOADING).update(cancelling=True):
        progress.stop(upload.key.hex)


def remove(upload: Upload) -> None:
    """Keep an upload no longer; what was loaded of it stays."""
    if upload.under_way:
        raise BadInput(_("It is being loaded."), where=upload.name, fix=_("Cancel it first."))
    upload.path.unlink(missing_ok=True)
    upload.delete()


def mend(received: Received, person: Person, load: int) -> Upload:
    """Have a file of mended rejects loaded as the load they come from was. Raises BadInput where that load has none."""
    mending.earlier(serving.now().questions.workspace.engine, load)
    received.kept = True
    upload = Upload.objects.create(key=received.key, person=person, name=received.name or "", size=received.size, mends=load)
    start(upload)
    return upload


def mend_written(key: UUID, size: int, person: Person, load: int) -> Upload:
    """Have rows that were mended on a page loaded as the load they come from was."""
    upload = Upload.objects.create(key=key, person=person, name=f"mended-{load}.csv", size=size, mends=load)
    start(upload)
    return upload


def found(key: UUID) -> Upload | None:
    """The upload of that key."""
    return Upload.objects.filter(key=key).first()


def table_named(name: str) -> Table | None:
    """A table of the data model; None for no name."""
    return model.table(name) if name else None
