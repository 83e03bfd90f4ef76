"""Lists of people that are uploaded: CSV with a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from helder.errors import BadInput
from helder.web.inviting.addresses import mail_address, phone_number
from helder.web.inviting.candidates import OF_A_PERSON
from helder.web.inviting.events import ABOUT

#: What a list can say of a person, and of what answers are about.
COLUMNS = (*OF_A_PERSON, *ABOUT)
#: The largest file in bytes, and the most people of one.
LARGEST, MOST = 10_000_000, 50_000
_FAULTS_TOLD = 5
_LONGEST = 300


def read(content: bytes) -> tuple[list[dict[str, str]], list[str]]:
    """The people of a list, each once, and what is wrong with the lines left out.

    Raises BadInput for a file that is no such list.
    """
    if len(content) > LARGEST:
        raise BadInput("The file is larger than 10 MB.", where="list", fix="Split it into several sendings.")
    lines = _lines(content)
    names = [name.strip().lower() for name in next(lines, [])]
    if not {"customer_id", "email", "phone"} & set(names):
        raise BadInput(
            "Its first line names no column customer_id, email or phone.",
            where="list",
            fix=f"Begin the file with a line of names, of these: {', '.join(COLUMNS)}.",
        )
    people: dict[str, dict[str, str]] = {}
    faults = []
    for number, cells in enumerate(lines, 2):
        person = {
            name: cell.strip()[:_LONGEST] for name, cell in zip(names, cells, strict=False) if name in COLUMNS and cell.strip()
        }
        if fault := _fault(person):
            faults += [f"line {number}: {fault}"] if any(cell.strip() for cell in cells) else []
            continue
        people[_key(person)] = person
        if len(people) > MOST:
            raise BadInput(f"The list has more than {MOST:,} people.", where="list", fix="Split it into several sendings.")
    return list(people.values()), faults


def told(faults: list[str]) -> str:
    """The first of some faults, and how many more there are."""
    more = len(faults) - _FAULTS_TOLD
    return "; ".join(faults[:_FAULTS_TOLD]) + (f" ... (+{more})" if more > 0 else "")


def _lines(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise BadInput("This is no text.", where="list", fix="Save the list as CSV.")
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(1_000_000)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _fault(person: dict[str, str]) -> str | None:
    if not person.keys() & {"customer_id", "email", "phone"}:
        return "no customer_id, email or phone"
    if person.get("email") and not mail_address(person["email"]):
        return f"{person['email'][:60]} is no e-mail address"
    if person.get("phone") and not phone_number(person["phone"]):
        return f"{person['phone'][:30]} is no number with its country, as +4512345678"
    return None


def _key(person: dict[str, str]) -> str:
    return person.get("customer_id") or mail_address(person.get("email")) or phone_number(person.get("phone")) or ""
