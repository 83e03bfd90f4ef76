"""How sending rows is described in the OpenAPI; `intake` does it."""

from __future__ import annotations

from typing import Any

from helder.model import TABLES
from helder.web.api.described import PROBLEM_SCHEMA, refusals
from helder.web.api.receiving import FORMS

_ROW = {"type": "object", "description": "A row, by the names of the table's columns; the latest row of a key wins."}
_FAULT = {
    "type": "object",
    "properties": {
        "row": {"type": "integer", "description": "The row's place in the body, from 1"},
        "column": {"type": ["string", "null"]},
        "value": {"type": ["string", "null"]},
        "reason": {"type": "string"},
    },
}
_TAKEN: dict[str, Any] = {
    "type": "object",
    "required": ["table", "accepted", "rejected"],
    "properties": {
        "table": {"type": "string"},
        "accepted": {"type": "integer", "description": "Rows kept, durably"},
        "rejected": {"type": "integer", "description": "Rows kept aside, to be mended"},
        "load": {"type": "integer", "description": "The load's number, where the body was loaded as a file is"},
        "faults": {"type": "array", "items": _FAULT, "description": "The first faults"},
        "faults_not_told": {"type": "integer", "description": "How many more there are"},
        "listed_at": {"type": "string", "description": "Where all of them are listed"},
    },
}
_BODIES = {
    "json": {"oneOf": [_ROW, {"type": "array", "items": _ROW}]},
    "ndjson": {"type": "string", "description": "One row a line"},
    "csv": {"type": "string", "description": "With a header of column names"},
    "arrow": {"type": "string", "format": "binary", "description": "An IPC stream, its buffers not compressed"},
}
_HEADERS = {
    "Content-Encoding": ({"type": "string", "enum": ["gzip", "zstd", "identity"]}, "How the body is packed"),
    "Idempotency-Key": (
        {"type": "string", "pattern": "^[!-~]{1,200}$"},
        "A key of the send: sent again within a day, the same answer is given and nothing is done again",
    ),
}
_WHY = {
    "404": "There is no such table",
    "408": "The sender stopped sending",
    "409": "A send with this Idempotency-Key is being done",
    "413": "The body is too large, as sent or unpacked",
    "415": "The body's type or packing is not read",
    "422": "The body cannot be read, has a column the table does not, or every row was rejected",
}


def operation() -> dict[str, Any]:
    """The operation POST /tables/{name}."""
    told = {status: {**refusals("422")["422"], "description": why} for status, why in _WHY.items()}
    told["422"]["content"] = {"application/problem+json": {"schema": {"anyOf": [PROBLEM_SCHEMA, _TAKEN]}}}
    place = {"name": "name", "in": "path", "required": True, "description": "The table", "schema": {"enum": list(TABLES)}}
    headers = [
        {"name": name, "in": "header", "required": False, "schema": schema, "description": why}
        for name, (schema, why) in _HEADERS.items()
    ]
    return {
        "operationId": "send_rows",
        "summary": "Send rows to a table",
        "description": "One row or a million, checked as files are; 200 tells how many were accepted, durably, and why others "
        "were not. The latest row of a key wins, so that sending rows again changes nothing.",
        "tags": ["Rows in"],
        "parameters": [place, *headers],
        "requestBody": {"required": True, "content": {kind: {"schema": _BODIES[form]} for kind, form in FORMS.items()}},
        "responses": {
            "200": {"description": "What became of the rows", "content": {"application/json": {"schema": _TAKEN}}},
            **told,
            **refusals("401", "403", "429", "503"),
        },
        "security": [{"Bearer": []}],
    }
