"""Hidden cells cannot be recovered, by subtraction or by knowing the rule."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helder.stats.suppression import small_cells


@pytest.mark.parametrize(
    ("n", "hidden"),
    [
        ([9, 10, 0], []),
        ([3, 12, 9, 40], [0, 2]),  # one small cell takes the next smallest with it
        ([1, 4, 30], [0, 1]),  # two that make five between them need no other
        ([1, 2, 30, 31], [0, 1, 2]),  # two that make three do
        ([4, 4, 30, 31], [0, 1, 2]),  # equal ones give each other away
        ([4, 6, 6, 31], [0, 1, 2]),  # of equal candidates the place would tell which is which
        ([3, 0, np.nan, 8], [0, 3]),  # empty cells hide nothing and stay
        ([3, 0], [0]),  # nothing left: the total is 3, and hidden by its own n
        ([], []),
    ],
)
def test_worked_tables(n, hidden):
    assert np.flatnonzero(small_cells(n, 5)).tolist() == hidden


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(1, 12))
def test_what_subtraction_leaves_is_never_a_small_group(n, minimum):
    cells = np.array(n, dtype=float)
    mask = small_cells(cells, minimum)
    assert mask[(cells > 0) & (cells < minimum)].all()
    assert not mask[cells == 0].any()
    left = cells.sum() - cells[~mask].sum()
    if mask.any() and cells.sum() >= minimum:
        assert left >= minimum
        assert mask.sum() >= 2


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(1, 12))
def test_nothing_is_hidden_without_need(n, minimum):
    """No small cell, nothing hidden; and a cell larger than another is never hidden in its stead."""
    cells = np.array(n, dtype=float)
    mask = small_cells(cells, minimum)
    if not ((cells > 0) & (cells < minimum)).any():
        assert not mask.any()
    elif (~mask & (cells > 0)).any():
        assert cells[mask].max() < cells[~mask & (cells > 0)].min()


@pytest.mark.parametrize(("cells", "largest", "minimum"), [(2, 14, 4), (3, 14, 4), (4, 9, 3)])
def test_one_who_knows_the_rule_and_tries_every_table_finds_no_size(cells, largest, minimum):
    """Of all tables that show the same, no hidden cell has one size only, but where every hidden cell holds a single row."""
    shown = defaultdict(list)
    for table in itertools.product(range(largest + 1), repeat=cells):
        if sum(table) >= minimum:
            mask = small_cells(table, minimum)
            shown[sum(table), tuple(mask), tuple(n for n, hidden in zip(table, mask, strict=True) if not hidden)].append(table)
    for (total, mask, rest), tables in shown.items():
        held, hidden = total - sum(rest), np.flatnonzero(mask)
        if not len(hidden) or held - len(hidden) + 1 > largest or held == len(hidden):
            continue  # nothing hidden; tables beyond those tried would count too; or the stated exception
        assert all(len({table[cell] for table in tables}) > 1 for cell in hidden), tables
