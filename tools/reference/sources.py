"""The page of the systems Helder can be connected to."""

from __future__ import annotations

from collections.abc import Iterator

from helder.connectors.reading import document
from helder.connectors.reading.mapping import Source
from helder.connectors.sources.system import Field, Listing, Record, System
from helder.connectors.sources.systems import SYSTEMS
from tools.reference.markdown import code, codes, grid, page


def pages() -> dict[str, str]:
    """One page of all systems."""
    overview = grid(("System", "Gives"), ((f"[{one.title}](#{_anchor(one)})", one.meaning) for one in SYSTEMS.values()))
    blocks = [block for one in SYSTEMS.values() for block in _system(one)]
    return {
        "sources.md": page(
            "Systems to connect to",
            "What each system is asked for, and what becomes of what it gives. [Connect systems](../how-to/connect-systems.md) "
            "tells how. Fields are those of the system's own interface, those within another named with a dot; "
            "every mapping can be replaced, in the [language of mappings](mapping.md).",
            overview,
            *blocks,
        )
    }


def _anchor(system: System) -> str:
    return system.title.lower().replace(" ", "-")


def _system(system: System) -> Iterator[str]:
    yield f"## {system.title}"
    kind = f'`system = "{system.name}"`. {system.meaning}. Runs every {system.every} minutes unless said. {system.steps}'
    yield kind
    fields = ((code(one.name), one.title, _about(one)) for one in system.fields)
    yield grid(("In `[settings]`", "Asks for", ""), fields)
    if system.named:
        yield f'What is fetched is named by the connection, each a {system.named}: `[records."NAME"]`.'
    for listing in system.listings:
        for record in listing.records:
            yield from _record(listing, record)


def _about(one: Field) -> str:
    marks = (("secret", one.secret), ("may be empty", not one.required), ("several lines", one.several))
    return "; ".join(filter(None, (one.help, ", ".join(mark for mark, is_so in marks if is_so))))


def _record(listing: Listing, record: Record) -> Iterator[str]:
    about = "" if listing.chosen else " Not fetched unless chosen."
    yield f"### {record.title}: `{record.name}`"
    if listing.changed:
        yield f"Of the list `{listing.name}`; what changed since the last run is told by `{listing.changed}`.{about}"
    else:
        yield f"Of the list `{listing.name}`.{about}"
    for section in document.parse(record.mapping, record.name).sections:
        if section.where:
            yield f"Into `{section.table.name}`, where {code(section.where)}:"
        else:
            yield f"Into `{section.table.name}`:"
        yield grid(("Column", "Is"), ((code(one.target), _source(one)) for one in section.sources))


def _source(one: Source) -> str:
    said = (
        code(one.sql)
        if one.sql
        else f"always {code(one.constant)}"
        if one.constant is not None
        else codes(one.names, f" {one.joint} ")
    )
    if one.values is None:
        return said
    mapped = ", ".join(f"{old} is {new}" for old, new in one.values.items())
    return f"{said}: {mapped}" + (f", others {one.otherwise}" if one.otherwise else "")
