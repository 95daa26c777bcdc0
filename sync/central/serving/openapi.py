"""The OpenAPI document: what is sent and answered, from the very structs that are encoded and decoded."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, Problem

_REF = "#/components/schemas/{name}"
_named: dict[str, type[Any]] = {}

CHANNEL_KEY: dict[str, Any] = {"security": [{"channel_key": []}]}
"""`openapi_extra` of an end point that asks for a channel's key."""


def answers(good: dict[int, type[Any] | None], *refusals: int) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route: the struct of each good status (None: any JSON), and the statuses of its refusals."""
    found: dict[int | str, dict[str, Any]] = {}
    for status, kind in good.items():
        found[status] = {"description": (kind.__doc__ or kind.__name__) if kind else "up", "content": _content(kind)}
    for status in refusals:
        found[status] = {"description": "A problem (RFC 9457).", "content": _content(Problem)}
    return found


def signed_by_station(body: type[Any] | None = None) -> dict[str, Any]:
    """`openapi_extra` of an end point for stations: its proofs, and its body."""
    headers = (HEADER_STATION, HEADER_NONCE, HEADER_SIGNATURE)
    proofs = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in headers]
    return {"parameters": proofs, **(body_of(body) if body else {})}


def body_of(kind: type[Any]) -> dict[str, Any]:
    """`openapi_extra` of an end point that decodes its own body."""
    return {"requestBody": {"required": True, "content": _content(kind)}}


def numbers(**words: str) -> list[dict[str, Any]]:
    """Optional query parameters that count, with what each means."""
    whole = {"type": "integer", "minimum": 0}
    return [{"name": name, "in": "query", "schema": whole, "description": text} for name, text in words.items()]


def describe(app: FastAPI) -> None:
    """Give the application its document; made once, at the first asking."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, routes=app.routes)
    for path in made["paths"].values():
        for operation in path.values():
            if "HTTPValidationError" in str(operation["responses"].get("422")):  # the framework's own, never answered
                del operation["responses"]["422"]
    _, schemas = msgspec.json.schema_components(list(_named.values()), ref_template=_REF)
    components = made.setdefault("components", {})
    known = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    known.update(schemas)
    components["securitySchemes"] = {"channel_key": {"type": "http", "scheme": "bearer"}}
    return made


def _content(kind: type[Any] | None) -> dict[str, Any]:
    if kind is None:
        return {"application/json": {"schema": {"type": "object"}}}
    _named[kind.__name__] = kind
    return {"application/json": {"schema": {"$ref": _REF.format(name=kind.__name__)}}}
