"""A query says what the document lists, each once: what is mistyped is named, and never passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sync_central.wire import Wire, order

ON_ONE_ENGINE = pytest.mark.parametrize("database", [""])
ELSEWHERE = ("/v1/webhooks/", "/v1/stations/", "/v1/sites/")
"""Shops write what they like behind our address, and a bench may be newer than its centre; both sign what they send."""


def strict(wire: Wire) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(method, target, operation) of every end point that reads its query strictly."""
    for path, methods in wire.ask("GET", "/openapi.json").json()["paths"].items():
        if path.startswith("/v1/") and not path.startswith(ELSEWHERE):
            for method, operation in methods.items():
                yield method.upper(), re.sub(r"\{\w+\}", "x", path), operation


def named(operation: dict[str, Any]) -> list[str]:
    return [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]


@ON_ONE_ENGINE
def test_a_parameter_nobody_declared_is_refused_everywhere(wire: Wire) -> None:
    asked = list(strict(wire))
    assert len(asked) > 50
    for method, target, operation in asked:
        refused = wire.ask(method, f"{target}?sites=DO1", headers={"Authorization": f"Bearer {wire.key}"})
        problem = refused.problem()
        assert (refused.status, problem.code, problem.field) == (400, "parameter", "sites"), (method, target)
        assert all(name in problem.detail for name in named(operation)), problem.detail
        assert "400" in operation["responses"], (method, target)


@ON_ONE_ENGINE
def test_a_parameter_that_stands_twice_is_refused_everywhere(wire: Wire) -> None:
    for method, target, operation in strict(wire):
        for name in named(operation):
            refused = wire.ask(method, f"{target}?{name}=1&{name}=1", headers={"Authorization": f"Bearer {wire.key}"})
            assert (refused.status, refused.problem().field) == (400, name), (method, target)
            assert "twice" in refused.problem().detail


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("Limit=1", ["Limit"]), ("limit=1&cursr=x&stat=accepted", ["cursr", "stat"]), ("limt", ["limt"]), ("=1", ["?"]),
        ("limit%00=1", ["limit\x00"]), ("%D9%84%D8%A7=1", ["لا"]), ("%F0%9F%93%A6=1", ["📦"]), ("%FF=1", ["\ufffd"]),
        ("%ED%A0%80=1", ["\ufffd\ufffd\ufffd"]), ("a" * 300 + "=1", ["a" * 80]), ("limit%5B%5D=1", ["limit[]"]),
        ("%3Cscript%3E=1", ["<script>"]), ("limit=1;cursor=2&limit=2", ["limit"]), ("cursor+=x", ["cursor "]),
    ],
)  # fmt: skip
def test_whatever_it_is_called_it_is_named(wire: Wire, query: str, fields: list[str]) -> None:
    refused = wire.get(f"/v1/orders?{query}")
    assert (refused.status, refused.headers["content-type"]) == (400, "application/problem+json")
    assert [one.field for one in refused.problem().errors] == fields


def test_what_is_declared_is_asked_once_and_answered(wire: Wire) -> None:
    assert wire.post_order(order("#1")).status == 201
    found = wire.get("/v1/orders?limit=1&site=&state=accepted&text=Sch%C3%A4fer&")
    assert (found.status, len(found.json()["orders"])) == (200, 1)
    assert wire.get("/v1/orders?").status == 200


@ON_ONE_ENGINE
def test_thousands_of_parameters_are_refused_in_a_few_words(wire: Wire) -> None:
    refused = wire.get("/v1/orders?" + "&".join(f"p{number}" for number in range(4000)))
    assert (refused.status, len(refused.problem().errors)) == (400, 50)


@ON_ONE_ENGINE
def test_an_order_with_a_query_is_not_taken(wire: Wire) -> None:
    headers = {"Authorization": f"Bearer {wire.key}", "Content-Type": "application/json"}
    assert wire.ask("POST", "/v1/orders?dry_run=true", b"{}", headers).problem().field == "dry_run"


@ON_ONE_ENGINE
def test_what_a_shop_or_a_newer_bench_writes_behind_the_address_is_its_own_affair(wire: Wire) -> None:
    for method, target in (
        ("POST", "/v1/webhooks/shopify/shop?from=app&from=app"),
        ("POST", "/v1/webhooks/woocommerce/shop?v=2"),
        ("GET", "/v1/sites/DO1/changes?cursor=0&since=1"),
    ):
        refused = wire.ask(method, target, b"{}" if method == "POST" else b"")
        assert (refused.status, refused.problem().code) == (401, "signature"), target
