"""The OpenAPI document: what is sent and answered, from the very structs that are encoded and decoded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sync.central.serving.document.examples import EXAMPLES, PARAMETERS, problem_example
from sync.central.serving.document.links import link
from sync.central.serving.document.samples import sample
from sync.central.serving.refusals.problems import PROBLEM
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, Problem

_REF: Final = "#/components/schemas/{name}"
_named: dict[str, type[Any]] = {}

ORDERS: Final[list[Any]] = ["orders"]
HOLDS: Final[list[Any]] = ["holds"]
PAYMENTS: Final[list[Any]] = ["payments"]
STOCK: Final[list[Any]] = ["stock"]
TASKS: Final[list[Any]] = ["tasks"]
SUPPLY: Final[list[Any]] = ["supply"]
OFFICE_TAG: Final[list[Any]] = ["office"]
STATIONS: Final[list[Any]] = ["stations"]
CENTRE_TAG: Final[list[Any]] = ["centre"]
_TAGS: Final = {
    "orders": "Orders in, where they stand, and what is done to them.",
    "holds": "What keeps an order from being picked; each is released by itself.",
    "payments": "What happened to the money of an order.",
    "stock": "What there is, and what of it is free to sell.",
    "office": "Who did what, channels, and what problems mean.",
    "stations": "The benches: commands up, changes down, signed both ways.",
    "webhooks": "Deliveries of shops, signed with the channel's secret.",
    "supply": "What is low, what is proposed and bought, what arrives of it, and what was told.",
    "tasks": "The work people see, and why it is theirs.",
    "centre": "Whether the centre is up.",
}

CHANNEL_KEY: Final[dict[str, Any]] = {"security": [{"channelKey": []}]}
READERS: Final[dict[str, Any]] = {"security": [{"channelKey": []}, {"clientKey": []}, {"session": []}]}
PROGRAMS: Final[dict[str, Any]] = {"security": [{"clientKey": []}, {"session": []}]}
PEOPLE: Final[dict[str, Any]] = {"security": [{"session": []}]}
WORKERS: Final[dict[str, Any]] = {"security": [{"clientKey": []}, {"session": [], "csrf": []}]}
OFFICE: Final[dict[str, Any]] = {"security": [{"channelKey": []}, {"clientKey": []}, {"session": [], "csrf": []}]}
DECIDERS: Final[dict[str, Any]] = {"security": [{"session": [], "csrf": []}]}
"""`openapi_extra` of an end point, by who may ask."""

_SCHEMES: Final[dict[str, Any]] = {
    "channelKey": {"type": "http", "scheme": "bearer", "description": "A channel's key; it sees its own orders."},
    "clientKey": {"type": "http", "scheme": "bearer", "description": "The key of a reading or an office program."},
    "session": {"type": "apiKey", "in": "cookie", "name": "packbench_session", "description": "A person signed in."},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token", "description": "For unsafe requests."},
    "stationSignature": {
        "type": "apiKey", "in": "header", "name": HEADER_SIGNATURE,
        "description": "HMAC-SHA256 over method, target, nonce and body, by the key of the enrolment.",
    },
}  # fmt: skip


def answers(good: dict[int, type[Any] | None], *refusals: int) -> dict[int | str, dict[str, Any]]:
    """`responses` of a route: the struct of each good status (None: any JSON), and the statuses of its refusals.

    What surrounds every route may refuse too: 400 (what can not be read, a query that is not declared) and 431 are
    always there, and 415 where there is a body.
    """
    found: dict[int | str, dict[str, Any]] = {}
    for status, kind in good.items():
        found[status] = {"description": (kind.__doc__ or kind.__name__) if kind else "up", "content": _content(kind)}
    of_a_body = {415} if 413 in refusals else set()
    for status in sorted({*refusals, *of_a_body, 400, 431}):
        found[status] = {"description": "A problem (RFC 9457).", "content": _problem()}
    return found


def event_stream(words: str, example: str, **kinds: type[Any]) -> dict[int | str, dict[str, Any]]:
    """`responses` of a stream of server-sent events: the struct whose JSON is the data of each event, by its name.

    `itemSchema` describes one event, as the framework writes it too. Source: OpenAPI 3.2, sequential media types.
    """
    each = [_event(name, kind) for name, kind in kinds.items()]
    content = {"text/event-stream": {"itemSchema": {"oneOf": each}, "example": example}}
    return {200: {"description": words, "content": content}}


def _event(name: str, kind: type[Any]) -> dict[str, Any]:
    told = {"type": "string", "contentMediaType": "application/json", "contentSchema": _schema(kind)}
    number = {"type": "string", "pattern": "^[0-9]{1,18}$"}
    return {
        "type": "object",
        "properties": {"event": {"const": name}, "id": number, "data": told},
        "required": ["event", "id", "data"],
    }


def signed_by_station(body: type[Any] | None = None) -> dict[str, Any]:
    """`openapi_extra` of an end point for stations: its proofs, and its body."""
    headers = (HEADER_STATION, HEADER_NONCE, HEADER_SIGNATURE)
    proofs = [{"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in headers]
    return {"parameters": proofs, "security": [{"stationSignature": []}], **(body_of(body) if body else {})}


def delivered_by(signature: str, *told: str) -> dict[str, Any]:
    """`openapi_extra` of an end point of a shop: its signature over the raw bytes, what its headers tell, any body."""
    proof = {"name": signature, "in": "header", "required": True, "schema": {"type": "string"}}
    headers = [{"name": name, "in": "header", "schema": {"type": "string"}} for name in told]
    content = {"application/json": {"schema": {"description": "What the shop says, in its own words."}}}
    return {"parameters": [proof, *headers], "requestBody": {"required": True, "content": content}}


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
    made["tags"] = [{"name": name, "description": words} for name, words in _TAGS.items()]
    for operation in operations(made):
        if "HTTPValidationError" in str(operation["responses"].get("422")):  # the framework's own, never answered
            del operation["responses"]["422"]
    _, schemas = msgspec.json.schema_components(list(_named.values()), ref_template=_REF)
    components = made.setdefault("components", {})
    known = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        known.pop(name, None)
    known.update(schemas)
    for operation in operations(made):
        _exemplify(operation, known)
    components["securitySchemes"] = _SCHEMES
    link(made)
    return made


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _exemplify(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Give every body, answer and parameter an example, by the name of its schema or by its own.

    Only now: what the framework is handed earlier, it hands back without its nulls.
    """
    for parameter in operation.get("parameters", []):
        if parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        media["example"] = _example(media["schema"], schemas)
    for status, answer in operation["responses"].items():
        for kind, media in answer.get("content", {}).items():
            if "itemSchema" in media:  # a stream has one that was written with it
                continue
            problem = kind == PROBLEM
            media["example"] = problem_example(int(status)) if problem else _example(media["schema"], schemas)


def _example(schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    name = str(schema.get("$ref", "")).rsplit("/", 1)[-1]
    return EXAMPLES[name] if name in EXAMPLES else sample(schema, schemas)


def _content(kind: type[Any] | None) -> dict[str, Any]:
    if kind is None:
        return {"application/json": {"schema": {"type": "object"}}}
    return {"application/json": {"schema": _schema(kind)}}


def _schema(kind: type[Any]) -> dict[str, Any]:
    _named[kind.__name__] = kind
    return {"$ref": _REF.format(name=kind.__name__)}


def _problem() -> dict[str, Any]:
    return {PROBLEM: {"schema": _schema(Problem)}}
