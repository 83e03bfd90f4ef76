"""dlt, which does the extracting, kept from anything beside it: nothing written, nothing reported."""

from __future__ import annotations

import os
from typing import Any

# dlt reads these when it is first imported, which is by modules that import this one. Its pipelines, which write, are not used.
os.environ.update({"RUNTIME__DLTHUB_TELEMETRY": "false", "RUNTIME__LOG_LEVEL": "CRITICAL", "DLT_DATA_DIR": os.devnull})


def rest_api_resources(config: Any) -> list[Any]:
    """The resources of dlt's rest_api."""
    from dlt.sources.rest_api import rest_api_resources as resources
    from dlt.sources.rest_api.config_setup import register_paginator

    from helder.connectors.sources.paging import EndOfStream

    register_paginator("end_of_stream", EndOfStream)
    return list(resources(config))


def sql_table(**given: Any) -> Any:
    """The resource of dlt's sql_database."""
    from dlt.sources.sql_database import sql_table as resource

    return resource(**given)


def filesystem(**given: Any) -> Any:
    """The resource of dlt's filesystem."""
    from dlt.sources.filesystem import filesystem as resource

    return resource(**given)


def session(attempts: int, first_pause: float, longest_pause: float, patience: tuple[float, float]) -> Any:
    """A requests session that tries again as dlt does: after as long as a busy system says, or after ever longer."""
    from dlt.sources.helpers.requests.retry import Client

    made = Client(
        request_timeout=patience,
        raise_for_status=False,
        request_max_attempts=attempts,
        request_backoff_factor=first_pause,
        request_max_retry_delay=longest_pause,
    )
    return made.session
