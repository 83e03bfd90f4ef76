"""A long document of JSON is made into the rows that it has."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helder.web.api.answer import Refused
from helder.web.api.splitting import split

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=8)


class Drop(io.BytesIO):
    """A body that comes in a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(3)


def lines(body: bytes) -> list[Any]:
    into = io.BytesIO()
    split(Drop(body), into)
    return [json.loads(line) for line in into.getvalue().splitlines()]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, st.sampled_from([None, 0, 3]), st.booleans())
def test_the_rows_are_those_of_the_document(rows: list[dict[str, Any]], indent: int | None, ascii: bool) -> None:
    text = json.dumps(rows, indent=indent, ensure_ascii=ascii)
    try:
        body = text.encode()
    except UnicodeEncodeError:
        return
    assert lines(body) == rows


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS.filter(bool), st.data())
def test_a_document_cut_off_is_refused(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    body = json.dumps(rows).encode()
    end = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(Refused):
        lines(body[:end])


@pytest.mark.parametrize(
    "body", [b"", b"[{}", b"[{},]", b"[{} {}]", b"[1]", b"[{}] 1", b"{} {}", b'[{"a": NaN}]', b'[{"a": "\xff"}]']
)
def test_what_is_no_list_of_objects_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        lines(body)


def test_a_row_that_never_ends_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        split(io.BytesIO(b'[{"a": "' + b"x" * 20_000_000), io.BytesIO())
    assert refused.value.status == 413
