"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data sets; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the real data sets are not at {SHARED}")
    return SHARED


class SparkTogether(LoadScopeScheduling):
    """Each test goes to the process that is free, but all that ask the Spark cluster go to one: two would share its cores."""

    def _split_scope(self, nodeid: str) -> str:
        return "spark" if "spark" in nodeid else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> SparkTogether:
    """How tests are shared out between processes."""
    return SparkTogether(config, log)
