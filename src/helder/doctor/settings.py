"""The settings, and the definitions of the home folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helder.doctor.finding import Finding, ok, told
from helder.engines import SCHEMES, capabilities
from helder.engines.retaining import not_supported
from helder.errors import HelderError
from helder.model import retention_file
from helder.model.zones import zone
from helder.settings import SETTINGS, Settings
from helder.workspace import calendars_of, catalog_of

ABOUT = "settings"


def check(settings: Settings, faults: list[HelderError]) -> Iterator[Finding]:
    """Each setting with where it comes from, secrets hidden; what cannot be read."""
    yield ok(ABOUT, f"home is {settings.home.absolute()}{'' if settings.home.is_dir() else ', which is not there yet'}")
    for setting in SETTINGS.values():
        value = settings.store if setting.name == "store" else settings[setting.name]
        shown = "not set" if value is None else "hidden" if setting.secret else without_password(str(value))
        yield ok(ABOUT, f"{setting.name} = {shown} ({settings.origins.get(setting.name, 'default')})")
    for error in faults:
        yield told(ABOUT, error)
    try:
        zone(settings["zone"])
    except HelderError as error:
        yield told(ABOUT, error)


def without_password(url: str) -> str:
    """A URL, or another text, with the password of who is named in it left out."""
    return re.sub(r"(://[^:/@\s]*):[^@/\s]*@", r"\1:***@", url)


def check_definitions(settings: Settings) -> Iterator[Finding]:
    """The company's own metrics, dimensions, profiles and calendars."""
    try:
        catalog = catalog_of(settings.home)
        calendars = calendars_of(settings.home)
        profiles = catalog.profiles
    except HelderError as error:
        yield told("definitions", error)
        return
    yield ok("definitions", f"{len(catalog)} metrics, {len(profiles)} profiles, {len(calendars)} calendars can be read")


def check_retention(settings: Settings) -> Iterator[Finding]:
    """The rules of how long rows are kept, and whether the engine can let go of them."""
    rules = retention_file.read(settings.home)
    scheme = settings.store.partition("://")[0]
    if rules and scheme in SCHEMES and not (engine := capabilities(scheme)).erases:
        raise not_supported(engine.engine, f"{settings.home / retention_file.FILE}")
    yield ok("retention", f"rows of {len(rules)} tables go by age: {', '.join(rules)}" if rules else "rows are kept for any time")
