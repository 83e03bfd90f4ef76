"""How answers are described in the OpenAPI."""

from __future__ import annotations

from typing import Any

from helder.web.api.answer import PROBLEM
from helder.web.api.given import KINDS

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["status", "what"],
    "properties": {
        "status": {"type": "integer"},
        "what": {"type": "string", "description": "What was wrong."},
        "where": {"type": ["string", "null"], "description": "Where it lies."},
        "fix": {"type": ["string", "null"], "description": "What to do about it."},
    },
}
_WHEN = {
    "401": "No token, or none that holds",
    "403": "The token does not open this",
    "404": "No such thing",
    "406": "Not given out in that form",
    "422": "It cannot be as it was asked",
    "429": "Asked too often; Retry-After says when to ask again",
    "503": "Much to do, or the store does not answer; Retry-After says when to ask again",
}


def refusals(*statuses: str) -> dict[str, Any]:
    """How refusals are told, by status."""
    content = {PROBLEM: {"schema": PROBLEM_SCHEMA}}
    return {status: {"description": _WHEN[status], "content": content} for status in statuses}


_ROWS = {"type": "array", "items": {"type": "object"}}
_OBJECT = {"type": "object"}
_MET = refusals(*_WHEN)
#: Answers that are tables, and that are one record.
TABLE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "Rows",
            "content": {
                "application/json": {"schema": _ROWS},
                "text/csv": {"schema": {"type": "string"}},
                KINDS["arrow"]: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        **_MET,
        "304": {"description": "What the ETag in If-None-Match stands for is still so"},
    }
}
RECORD: dict[str, Any] = {
    "responses": {200: {"description": "A record", "content": {"application/json": {"schema": _OBJECT}}}, **_MET}
}
