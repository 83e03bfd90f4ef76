"""In which browsers people are signed in."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from helder.web.accounts.models import Person, Sitting

#: Under which a browser's session names its sitting.
KEY = "sitting"
#: How often it is written down that a browser was seen.
_SEEN = timedelta(minutes=1)
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def begin(request: HttpRequest, person: Person) -> Sitting:
    """Write down that somebody has signed in here."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:300]
    sitting = Sitting.objects.create(person=person, agent=agent, address=request.META.get("REMOTE_ADDR", "")[:45])
    request.session[KEY] = str(sitting.key)
    return sitting


def look(request: HttpRequest) -> None:
    """Sign out whose sitting has been ended; write down that the others were seen.

    A session from before sittings were kept gets one.
    """
    person, key = request.user, request.session.get(KEY)
    if not isinstance(person, Person):
        return
    if key is None:
        begin(request, person)
        return
    sitting = Sitting.objects.filter(key=key, person=person).first()
    if sitting is None:
        request.session.flush()
        request.user = AnonymousUser()
    elif timezone.now() - sitting.seen_at > _SEEN:
        address = request.META.get("REMOTE_ADDR", "")[:45]
        Sitting.objects.filter(key=key).update(seen_at=timezone.now(), address=address)


def end(person: Person, *, but: SessionBase | None = None, key: UUID | str | None = None) -> int:
    """End the sittings of a person: all, the one named, or all but that of one session. How many were ended."""
    found = person.sittings.all()
    if but is not None and KEY in but:
        found = found.exclude(key=but[KEY])
    return (found if key is None else found.filter(key=key)).delete()[0]


def device(agent: str) -> str:
    """The browser and the system of a User-Agent, in words."""
    match parts(agent):
        case [browser, system]:
            return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        case [only]:
            return only
    return _("An unknown browser")


def parts(agent: str) -> list[str]:
    """The names of the browser and of the system of a User-Agent, where they are known."""
    browser = next((name for sign, name in _BROWSERS if re.search(rf"{sign}(iOS)?/", agent)), None)
    system = next((name for sign, name in _SYSTEMS if sign in agent), None)
    return [name for name in (browser, system) if name]
