"""Folders of files: what is new or has changed is loaded, once."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from connectors.sources.office import Office

CONNECTION = """
system = "files"
[settings]
address = "."
[records."answers-*.csv"]
into = "answers"
"""
ANSWERS = "answer_id,instrument,score,answered_at\n"


@pytest.fixture
def folder(office: Office) -> Path:
    """The folder others put files into, which a connection reads."""
    office.connect("drop", CONNECTION)
    (office.home / "incoming").mkdir()
    return office.home / "incoming"


def put(path: Path, text: str, at: int) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def test_new_and_changed_files_are_loaded_once(office: Office, folder: Path) -> None:
    put(folder / "answers-1.csv", f"{ANSWERS}a,nps,10,2026-03-02\n", 1_772_000_000)
    put(folder / "answers-2.csv", f"{ANSWERS}b,nps,0,2026-03-02\n", 1_772_000_001)
    put(folder / "notes.txt", "not a word of this\n", 1_772_000_000)
    first = office.run("drop")
    assert (first.error, first.pages, first.accepted) == (None, 2, 2)
    assert office.value("nps") == 0
    again = office.run("drop")
    assert (again.pages, again.accepted) == (0, 0)
    put(folder / "answers-2.csv", f"{ANSWERS}b,nps,9,2026-03-02\n", 1_772_000_002)
    put(folder / "answers-3.csv", f"{ANSWERS}c,nps,9,2026-03-02\n", 1_772_000_003)
    assert office.run("drop").changed == 2
    assert office.value("nps") == 100


def test_a_broken_file_keeps_no_other_and_is_tried_again(office: Office, folder: Path) -> None:
    put(folder / "answers-1.csv", "answer_id,answered_at\n", 1_772_000_000)
    (folder / "answers-1.csv").write_bytes(b"PK\x03\x04 no archive")
    os.utime(folder / "answers-1.csv", (1_772_000_000,) * 2)
    put(folder / "answers-2.csv", f"{ANSWERS}b,nps,0,2026-03-02\n", 1_772_000_001)
    run = office.run("drop")
    assert run.error is not None
    assert "answers-1.csv" in run.notes[0]
    assert run.accepted == 1
    put(folder / "answers-1.csv", f"{ANSWERS}a,nps,10,2026-03-02\n", 1_772_000_005)
    assert (office.run("drop").accepted, office.run("drop").accepted) == (1, 0)


def test_a_file_still_being_written_waits(office: Office, folder: Path) -> None:
    (folder / "answers-1.csv").write_text(f"{ANSWERS}a,nps,10,2026-03-02\n")
    assert office.run("drop").accepted == 0
    os.utime(folder / "answers-1.csv", (1_772_000_000,) * 2)
    assert office.run("drop").accepted == 1


def test_a_packed_file_is_loaded(office: Office, folder: Path) -> None:
    office.connect("drop", CONNECTION.replace("answers-*.csv", "answers-*.csv.gz"))
    (folder / "answers-1.csv.gz").write_bytes(gzip.compress(f"{ANSWERS}a,nps,10,2026-03-02\n".encode()))
    os.utime(folder / "answers-1.csv.gz", (1_772_000_000,) * 2)
    run = office.run("drop")
    assert (run.error, run.accepted) == (None, 1)


@pytest.mark.parametrize("address", ["/etc", "..", "../sources", "file:///etc"])
def test_only_folders_that_may_be_read_are(office: Office, folder: Path, address: str) -> None:
    office.connect("drop", CONNECTION.replace('"."', f'"{address}"'))
    assert "may read" in (office.run("drop").error or "")


def test_a_link_leads_out_of_no_folder(office: Office, folder: Path) -> None:
    outside = office.home / "secrets.csv"
    put(outside, f"{ANSWERS}z,nps,10,2026-03-02\n", 1_772_000_000)
    (folder / "answers-9.csv").symlink_to(outside)
    assert "may read" in (office.run("drop").error or "")
    (folder / "answers-9.csv").unlink()
    office.connect("drop", CONNECTION.replace("answers-*", "../*"))
    assert "may read" in (office.run("drop").error or "")
    assert office.rows("select count(*) from answers") == [(0,)]
