"""Bodies that are not what they say: each is refused with words, at every way in, and leaves no row behind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sync_central.bad_input.conftest import Unchanged
from tests.sync_central.wire import Answer, Wire, order

WAYS = (
    "/v1/orders", "/v1/orders/{order}/payments", "/v1/orders/{order}/risks", "/v1/orders/{order}/refunds",
    "/v1/orders/{order}/cancel", "/v1/orders/{order}/holds",
    "/v1/reservations", "/v1/tasks/x/claim", "/v1/tasks/x/done", "/v1/supply/approve", "/v1/purchases/x/receipts",
    "/v1/channels/shop/stock", "/v1/channels/shop/push",
)  # fmt: skip
ON_ONE_ENGINE = pytest.mark.parametrize("database", [""])
"""What is refused before the database is asked."""
BROKEN = [
    b"{", b"[1", b'{"a":}', b"{'a': 1}", b'{"a": 01}', b"\xff\xfe{}", b'{"a": "\xe4"}', b"\xef\xbb\xbf{}", b"{} {}",
    b'{"a": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 50_000, b'{"a": "\x00"}', b'{"a": "line\nbreak"}',
]  # fmt: skip
NO_OBJECT = [b"", b"null", b"[]", b'"order"', b"1", b"true", b"NaN", b"{}", b'{"\xc3\xa9": 1}', b'{"": {"": []}}']


def post(wire: Wire, target: str, body: bytes, kind: str = "application/json") -> Answer:
    method = "PUT" if target.startswith("/v1/channels/") else "POST"
    return wire.ask(method, target, body, {"Authorization": f"Bearer {wire.key}", "Content-Type": kind})


@pytest.fixture
def taken(wire: Wire) -> str:
    return str(wire.post_order(order("#1", payment="pending")).json()["id"])  # held: nobody works at it meanwhile


@ON_ONE_ENGINE
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonx"])
def test_a_body_that_is_not_said_to_be_json_is_refused_by_its_header(
    wire: Wire, taken: str, untouched: Unchanged, kind: str
) -> None:
    with untouched():
        for way in WAYS:
            refused = post(wire, way.format(order=taken), json.dumps(order("#2")).encode(), kind)
            problem = refused.problem()
            assert (refused.status, problem.code, problem.field) == (415, "media", "Content-Type"), way
            assert kind in problem.detail
    for n, good in enumerate(("application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json")):
        assert post(wire, "/v1/orders", json.dumps(order(f"#good-{n}")).encode(), good).status == 201


@ON_ONE_ENGINE
@pytest.mark.parametrize("way", WAYS)
def test_what_is_no_json_is_refused_and_leaves_nothing(wire: Wire, taken: str, untouched: Unchanged, way: str) -> None:
    target = way.format(order=taken)
    with untouched():
        for body in BROKEN:
            refused = post(wire, target, body)
            assert (refused.status, refused.problem().code) == (422, "field"), body[:40]
            assert (refused.problem().title, refused.problem().field) == ("the body is not JSON", "body"), body[:40]
            assert refused.problem().detail, body[:40]
        for body in NO_OBJECT:
            refused = post(wire, target, body)
            assert refused.status in (403, 422), body
            assert refused.headers["content-type"] == "application/problem+json"
            if refused.status == 422:
                assert all(one.field for one in refused.problem().errors), body
                assert refused.problem().field == "body" or body.startswith(b"{"), body
        for kind in (
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "x",
            "application/json; charset=utf-16",
        ):
            wanted = 422 if kind.startswith("application/json") else 415
            assert post(wire, target, b"\x00\x01{", kind).status == wanted, kind


@ON_ONE_ENGINE
@pytest.mark.parametrize(
    ("body", "field"),
    [
        (json.dumps(order("#2"))[:-1] + ', "total": "0.01"}', "total"),
        (json.dumps(order("#2")).replace('"city":', '"name": "Mallory", "city":'), "name"),
        (json.dumps(order("#2")).replace('"quantity": 1', '"quantity": 1, "quantity": 999'), "quantity"),
        (json.dumps(order("#2"))[:-1] + ', "\\u0074otal": "0.01"}', "total"),
        (json.dumps(order("#2"))[:-1] + ', "\\ud800": 1, "\\ud800": 2}', "?"),
        (json.dumps(order("#2"))[:-1] + ', "": 1, "": 2}', "?"),
    ],
)
def test_a_key_that_stands_twice_is_named(wire: Wire, untouched: Unchanged, body: str, field: str) -> None:
    with untouched():
        refused = post(wire, "/v1/orders", body.encode())
        assert (refused.status, refused.problem().field) == (422, field)
        assert "twice" in refused.problem().detail


def test_ten_thousand_lines_are_refused_and_two_hundred_taken(wire: Wire, untouched: Unchanged) -> None:
    line = {"sku": "TEE-M", "quantity": 1}
    with untouched():
        refused = wire.post_order(order("#1", lines=[line] * 10_000))
        assert (refused.status, refused.problem().field) == (422, "lines")
        many = wire.post_order(order("#1", lines=[{"sku": "", "quantity": 0, "price": "x"}] * 200))
        assert len(many.problem().errors) == 50
    assert wire.post_order(order("#1", lines=[line] * 200)).status == 201


@ON_ONE_ENGINE
def test_what_is_larger_than_the_limit_is_413(wire: Wire, taken: str, untouched: Unchanged) -> None:
    with untouched():
        for way in WAYS:
            refused = post(wire, way.format(order=taken), b'{"note": "' + b"x" * (1024 * 1024) + b'"}')
            assert (refused.status, refused.problem().code) == (413, "too_large"), way


STRANGERS: list[dict[str, str]] = [
    {}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic cGI6cGI="},
    {"Authorization": "Bearer \t "}, {"Authorization": "Bearer " + "x" * 8000}, {"Authorization": "Bearer \xe9"},
    {"Cookie": "packbench_session="}, {"Cookie": "packbench_session=%00; packbench_session=x"}, {"Cookie": ";=;"},
]  # fmt: skip


@ON_ONE_ENGINE
def test_who_proves_nothing_is_refused_and_hears_nothing_of_orders(
    wire: Wire, taken: str, untouched: Unchanged
) -> None:
    with untouched():
        for headers in STRANGERS:
            for target in (f"/v1/orders/{taken}", "/v1/orders/nothing", "/v1/audit"):
                refused = wire.ask("GET", target, headers=headers)
                assert refused.status in (401, 429), target
                assert taken not in refused.body.decode()


def nested(depth: int) -> Any:
    found: Any = "deep"
    for _ in range(depth):
        found = {"a": found}
    return found


@ON_ONE_ENGINE
def test_nesting_within_a_field_is_named(wire: Wire, untouched: Unchanged) -> None:
    with untouched():
        refused = wire.post_order(order("#1", recipient=nested(400)))
        assert (refused.status, refused.problem().field) == (422, "recipient.a")
        refused = wire.post_order(order("#1", note=nested(400)))
        assert (refused.status, refused.problem().field) == (422, "note")
