"""What a journal keeps outlives crashes, and what it did not keep is not there."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.connectors.arriving import journal as journals
from helder.connectors.arriving.journal import Journal
from helder.errors import StoreBusy, StoreError


def contents(journal: Journal, after: int = 0) -> list[bytes]:
    return [record.content for record in journal.after(after)]


def test_what_was_appended_is_there_after_it_is_opened_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert [journal.append(text) for text in (b"one", b"", b"three")] == [1, 2, 3]
    journal.close()
    again = Journal(tmp_path)
    assert (again.last, contents(again), contents(again, 2)) == (3, [b"one", b"", b"three"], [b"three"])
    assert again.append(b"four") == 4
    assert again.identity == journal.identity
    again.close()


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=6), st.integers(0, 10**6))
def test_cut_anywhere_what_is_left_is_the_first_records_and_it_goes_on(records: list[bytes], cut: int) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        ends = [0]
        path = Path(folder) / "00000000000000000001.journal"
        for record in records:
            journal.append(record)
            ends.append(path.stat().st_size)
        journal.close()
        length = cut % (ends[-1] + 1)
        with path.open("r+b") as file:
            file.truncate(length)
        whole = sum(end <= length for end in ends) - 1
        again = Journal(Path(folder))
        assert contents(again) == records[:whole]
        again.append(b"more")
        assert contents(again) == [*records[:whole], b"more"]
        again.close()


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_a_record_damaged_before_others_is_told_and_nothing_after_it_passed_over(place: int, other: int) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        for record in (b"a" * 50, b"b" * 50, b"c" * 50):
            journal.append(record)
        journal.close()
        (path,) = Path(folder).glob("*.journal")
        held = bytearray(path.read_bytes())
        place %= 2 * len(held) // 3  # within the first two
        held[place] ^= other
        path.write_bytes(held)
        with pytest.raises(StoreError, match="is damaged, and others follow"):
            Journal(Path(folder))


def test_files_no_longer_needed_go_and_numbers_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_FILE", 1_000)
    journal = Journal(tmp_path)
    for number in range(1, 31):
        journal.append(b"%03d" % number * 50)
    files = len(list(tmp_path.glob("*.journal")))
    assert files > 3
    journal.forget(20)
    assert contents(journal, 20) == [b"%03d" % number * 50 for number in range(21, 31)]
    journal.forget(30)
    assert len(list(tmp_path.glob("*.journal"))) == 1
    journal.close()
    again = Journal(tmp_path)
    assert again.last == 30
    assert again.append(b"next") == 31
    again.close()


def test_one_thread_may_forget_while_another_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_FILE", 200)
    journal = Journal(tmp_path)
    ended = Event()

    def forget() -> None:
        while not ended.is_set():
            journal.forget(journal.last)

    thread = Thread(target=forget)
    thread.start()
    numbers = [journal.append(b"x" * 150) for _ in range(300)]
    ended.set()
    thread.join()
    assert numbers == list(range(1, 301))
    assert journal.append(b"last") == 301
    journal.close()
    again = Journal(tmp_path)
    assert (again.last, contents(again, 300)) == (301, [b"last"])
    again.close()


def test_a_missing_file_between_others_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_FILE", 100)
    journal = Journal(tmp_path)
    for _ in range(5):
        journal.append(b"x" * 100)
    journal.close()
    sorted(tmp_path.glob("*.journal"))[2].unlink()
    with pytest.raises(StoreError, match="Record 3 of the journal is damaged"):
        Journal(tmp_path)


def test_one_process_at_a_time_holds_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    with pytest.raises(StoreBusy, match="Another server takes in rows"):
        Journal(tmp_path)
    journal.close()
    Journal(tmp_path).close()


def test_a_record_that_the_disk_has_no_room_for_is_not_kept_and_later_ones_are(small_disk: Path) -> None:
    journal = Journal(small_disk / "journal")
    journal.append(b"first")
    with pytest.raises(StoreError, match="The disk is full"):
        journal.append(b"x" * 8 * 2**20)
    assert journal.append(b"second") == 2
    journal.close()
    again = Journal(small_disk / "journal")
    assert contents(again) == [b"first", b"second"]
    again.close()
