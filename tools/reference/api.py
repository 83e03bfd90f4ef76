"""The page of the HTTP API, made of its OpenAPI."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helder.settings import load
from tools.reference.markdown import code, codes, grid, page

_TITLE = "The HTTP API"
_ABOUT = (
    "Every address begins with that of the server. The same is at `/api/v1/openapi.json`, and as a page at `/api/v1/docs`. "
    "[How to use it](../how-to/api.md) has examples."
)


def pages() -> dict[str, str]:
    """One page of all operations."""
    paths = _schema()["paths"]
    operations = [(f"{method.upper()} {path}", said) for path, methods in paths.items() for method, said in methods.items()]
    operations.sort(key=lambda one: (one[1]["tags"][0], one[0].partition(" ")[2]))
    overview = grid(("Operation", "Does"), ((code(name), said["summary"]) for name, said in operations))
    return {"api.md": page(_TITLE, _ABOUT, overview, *(block for name, said in operations for block in _operation(name, said)))}


def _schema() -> Any:
    from django.conf import settings

    with TemporaryDirectory() as home:
        if not settings.configured:
            from helder.web.configure import configure

            configure(load(Path(home), environment={}, secret_key="signs nothing here"))  # noqa: S106
        from helder.web.api.schema import api

        return api.get_openapi_schema()


def _operation(name: str, said: dict[str, Any]) -> list[str]:
    options = grid(("Option", "In", "Meaning"), (_option(one) for one in said.get("parameters", ())))
    bodies = said.get("requestBody", {}).get("content", {})
    body = f"The body is one of {codes(bodies)}." if bodies else ""
    answers = grid(("Answer", "Means"), ((code(status), told.get("description", "")) for status, told in _answers(said)))
    return [f"## {name}", said.get("description", ""), options, body, answers]


def _answers(said: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted((str(status), told) for status, told in said["responses"].items())


def _option(one: dict[str, Any]) -> tuple[str, str, str]:
    schema = one.get("schema", {})
    return code(one["name"]), one["in"], one.get("description") or schema.get("description") or ""
