"""The document and the table of problems say all there is: no route without examples, no code without words."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

import sync.central
from sync.central.serving.refusals.codes import CODES
from tests.sync_central.wire import Wire

ROOM = Path(sync.central.__file__).parent


@pytest.fixture
def document(wire: Wire) -> dict[str, Any]:
    return wire.ask("GET", "/openapi.json").json()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, found in document["paths"].items():
        for method, operation in found.items():
            yield f"{method.upper()} {path}", operation


def media(operation: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, one in operation.get("requestBody", {}).get("content", {}).items():
        yield f"request {kind}", one
    for status, answer in operation["responses"].items():
        for kind, one in answer.get("content", {}).items():
            yield f"{status} {kind}", one


@pytest.mark.parametrize("database", [""])
def test_every_request_and_answer_has_an_example_that_fits_its_schema(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    wrong = []
    for name, operation in operations(document):
        for what, one in media(operation):
            if "example" not in one:
                wrong.append(f"{name}: {what} has no example")
                continue
            if "itemSchema" in one:  # tests/sync_central/inventory reads what really is sent
                continue
            schema = {**one["schema"], "components": document["components"]}
            wrong += [
                f"{name}: {what}: {bad.message}" for bad in Draft202012Validator(schema).iter_errors(one["example"])
            ]
    assert wrong == []


@pytest.mark.parametrize("database", [""])
def test_every_route_has_a_tag_words_and_a_scheme_that_is_there(document: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    schemes = set(document["components"]["securitySchemes"])
    for name, operation in operations(document):
        assert set(operation["tags"]) <= tags, name
        assert operation["tags"], name
        assert operation.get("description"), name
        assert {scheme for one in operation.get("security", []) for scheme in one} <= schemes, name


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(place, code, call) of every Refusal that is made with a code written out."""
    for file in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and len(node.args) > 1:
                code = node.args[1]
                if isinstance(code, ast.Constant):
                    yield f"{file.relative_to(ROOM)}:{node.lineno}", str(code.value), node


def refusals() -> Iterator[tuple[str, str, int | None]]:
    """(place, code, status)"""
    for place, code, call in calls():
        status = call.args[0]
        yield place, code, status.value if isinstance(status, ast.Constant) else None  # type: ignore[misc]


def test_a_refusal_of_what_was_sent_names_what_is_wrong_with_it() -> None:
    sent = {"field", "parameter", "cursor", "malformed", "idempotency"}
    unnamed = [
        place
        for place, code, call in calls()
        if code in sent and len(call.args) < 5 and not {"field", "errors"} & {one.arg for one in call.keywords}
    ]
    assert unnamed == []


def test_every_code_of_a_refusal_stands_in_the_table_with_its_status() -> None:
    made = list(refusals())
    assert len(made) > 30
    missing = [
        (place, code, status)
        for place, code, status in made
        if code not in CODES or (status is not None and status not in CODES[code].statuses)
    ]
    assert missing == []


def test_every_code_of_the_table_is_used_and_described(wire: Wire) -> None:
    found = wire.ask("GET", "/v1/problems")
    assert {one["code"] for one in found.json()["codes"]} == set(CODES)
    assert set(CODES) - {code for _, code, _ in refusals()} <= {"lease", "not_now", "unfit"}  # made of what a verb says
    assert all(code.help for code in CODES.values())
    assert json.loads(found.body)["codes"][0]["statuses"] == [400]
