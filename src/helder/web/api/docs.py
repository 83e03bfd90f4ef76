"""The page that describes the API, made of its OpenAPI: nothing of another host, nothing inline."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from helder.web.api.answer import Refused, problem
from helder.web.api.given import plain


@require_safe
@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """What the API can do."""
    from helder.web.api.schema import api

    schema = api.get_openapi_schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            groups.setdefault((operation.get("tags") or [""])[0], []).append(_shown(address, method, operation))
    address = request.build_absolute_uri("/").rstrip("/")
    return render(request, "api/docs.html", {"groups": groups, "about": schema["info"]["description"], "address": address})


@csrf_exempt
@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    """An address that the API does not have."""
    return plain(
        problem(Refused(404, "The API has no such address.", where=request.path, fix="GET /api/v1/openapi.json lists them."))
    )


def _shown(address: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "address": address,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        "bodies": list(operation.get("requestBody", {}).get("content", ())),
        "responses": sorted(
            (str(status), told.get("description", "")) for status, told in operation.get("responses", {}).items()
        ),
    }


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    schema = one.get("schema", {})
    return {
        "name": one["name"],
        "place": one["in"],
        "required": one.get("required", False),
        "kind": _kind(schema),
        "description": one.get("description") or schema.get("description", ""),
        "default": schema.get("default"),
    }


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(str(choice) for choice in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
    return str(schema.get("format") or schema.get("type") or schema.get("const", ""))
