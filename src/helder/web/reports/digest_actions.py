"""What can be done with digests: made, paused, sent now, deleted, left by a receiver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.errors import BadQuestion
from helder.web import serving
from helder.web.accounts import audit
from helder.web.accounts.models import Person
from helder.web.reports import jobs, posting
from helder.web.reports.due import following
from helder.web.reports.models import Digest, Every


def make(said: Mapping[str, Any], owner: Person, base: str) -> Digest:
    """Make a digest of what its form says. base: the site's address, where the settings name none."""
    day = said["monthday"] if said["every"] == Every.MONTH else said["weekday"]
    query = urlencode({"period": said["period"], "segment": said["segment"]}, doseq=True, safe=":")
    with transaction.atomic():
        made = Digest.objects.create(
            board=said["board"], query=query, owner=owner, addresses=said.get("addresses") or [], every=said["every"], day=day,
            hour=said["hour"], language=said["language"], attached=said["attached"], base=base,
            next_at=following(said["every"], day, said["hour"], timezone.now(), serving.zone()),
        )  # fmt: skip
        people = list(said.get("people") or [])
        made.people.set(people or ([] if made.addresses else [owner]))
        to = [*(one.username for one in people), *made.addresses]
        audit.note(owner, "made_digest", made, every=made.every, to=to)
    return made


def turn(digest: Digest, by: Person, *, on: bool) -> None:
    """Let a digest go out, or not; what was missed meanwhile is not made up for."""
    digest.active = on
    if on:
        digest.next_at = following(digest.every, digest.day, digest.hour, timezone.now(), serving.zone())
    digest.save(update_fields=["active", "next_at"])
    audit.note(by, "resumed_digest" if on else "paused_digest", digest)


def send_to(digest: Digest, who: Person) -> None:
    """Send a digest to somebody now. Raises BadQuestion where they have no address."""
    if not who.email:
        raise BadQuestion(
            _("You have no e-mail address yet."), where="email", fix=_("An administrator adds it on the page People.")
        )
    now = timezone.now()
    posting.note(digest, [(who.email, who)], now, now)
    jobs.send_now.soon()


def delete(digest: Digest, by: Person) -> None:
    """Let a digest be no more."""
    audit.note(by, "deleted_digest", digest)
    digest.delete()


def leave(digest: Digest, email: str) -> None:
    """Let a receiver get it no more; one that nobody gets any more is paused."""
    digest.people.remove(*digest.people.filter(email__iexact=email))
    digest.addresses = [one for one in digest.addresses if one.lower() != email.lower()]
    digest.active = digest.active and (bool(digest.addresses) or digest.people.exists())
    digest.save(update_fields=["addresses", "active"])
    digest.deliveries.filter(email__iexact=email, state="waiting").delete()
    audit.note(None, "left_digest", digest, email=email)
