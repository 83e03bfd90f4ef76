"""Every operation of the OpenAPI, with bodies and options that fit it and others that do not, against the running server."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

import hypothesis
import pytest
import schemathesis
from browser.conftest import Server
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = hypothesis.settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate],
)


@pytest.fixture
def openapi(live: Server) -> Any:
    """The API as it describes itself."""
    return schemathesis.openapi.from_url(f"{live.address}/api/v1/openapi.json")


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_answers_as_it_is_described(openapi: Any, everything: str, mode: GenerationMode) -> None:
    """No fault of the server, and no status, type or form of answer that is not described."""
    asked: Counter[str] = Counter()
    for found in openapi.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            headers = {"Authorization": f"Bearer {everything}"}
            case.call_and_validate(checks=CHECKS, headers=headers, timeout=60)
            asked[case.operation.label] += 1

        with suppress(hypothesis.errors.Unsatisfiable):  # nothing that is wrong can be said to some
            ask()
    assert asked["POST /api/v1/tables/{name}"]
    assert len(asked) > 15
