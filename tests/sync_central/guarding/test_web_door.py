"""What the open door must stand: clients that vanish, bodies without end, guessed codes, and a true document."""

import json
import logging
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from app.central.bench.enrolment import make_enrolment_code
from app.domain import facts
from sync.central.serving.bounds.attempts import WINDOW_S, Attempts, network_of
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, EnrolRequest, encode, sign_request
from tests.central.house import SITE, open_again
from tests.sync_central.wire import Served, SpokenStation, Wire, order
from tests.waiting import wait_until


def code_for(data: Path, name: str) -> str:
    centre = open_again(data)
    try:
        return centre.do(make_enrolment_code, SITE, name)
    finally:
        centre.close()


def send_raw(wire: Wire, *parts: bytes) -> None:
    """Write, and cut the connection at once."""
    with socket.create_connection(wire.where, 5) as raw:
        for part in parts:
            raw.sendall(part)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def signed_head(station: SpokenStation, method: str, target: str, body: bytes) -> bytes:
    signature = sign_request(station.key, method, target, "n-cut", body)
    return (
        f"{method} {target} HTTP/1.1\r\nHost: x\r\n{HEADER_STATION}: {station.enrolled.station_id}\r\n"
        f"{HEADER_NONCE}: n-cut\r\n{HEADER_SIGNATURE}: {signature}\r\n"
    ).encode()


def test_a_client_that_vanishes_leaves_no_trace_in_the_log(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    station = SpokenStation(served.wire, code_for(served.wire.data, "ST-1"), "ST-1")
    page = station.changes()
    commands = f"/v1/stations/{station.enrolled.station_id}/commands"
    head = signed_head(station, "POST", commands, b"x" * 100)
    order_head = f"POST /v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.wire.key}\r\n".encode()
    poll = signed_head(station, "GET", station.target(page.cursor, wait_s=20), b"")
    for _ in range(5):
        send_raw(served.wire, head + b"Content-Length: 100\r\n\r\n", b"half")
        send_raw(served.wire, order_head + b"Content-Type: application/json\r\nContent-Length: 99\r\n\r\n", b"{")
        send_raw(served.wire, order_head + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n')
        send_raw(served.wire, poll + b"\r\n")
    assert station.verdicts(station.seal(facts.SignedIn(packer_id="amina"))).have == 1
    assert served.wire.ask("GET", "/healthz").status == 200
    served.stop()
    wait_until(lambda: "central-writer" not in {thread.name for thread in threading.enumerate()}, 15)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize("target", ["/v1/orders", "/v1/stations/enrol", "/v1/stations/x/commands"])
def test_a_body_too_large_is_refused_before_it_is_read(wire: Wire, target: str, announced: bool) -> None:
    head = f"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
    with socket.create_connection(wire.where, 10) as raw:
        if announced:
            raw.sendall(head + b"Content-Length: 99999999\r\n\r\n")
        else:
            raw.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
            chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
            for _ in range(17):
                raw.sendall(chunk)
        assert b" 413 " in raw.recv(100)
    assert wire.ask("GET", "/healthz").status == 200


def ask_to_enrol(wire: Wire, code: str, nonce: str = "n", station: str = "ST-1") -> tuple[int, str, dict[str, str]]:
    answer = wire.ask("POST", "/v1/stations/enrol", encode(EnrolRequest(nonce=nonce, code=code, station=station)))
    return answer.status, answer.json().get("code", ""), answer.headers


def test_guessing_codes_ends_after_ten_and_even_the_right_one_has_to_wait(wire: Wire) -> None:
    right = code_for(wire.data, "ST-1")
    guessed = [ask_to_enrol(wire, f"BCDF-{n:04d}")[:2] for n in range(10)]
    assert guessed == [(403, "code")] * 10
    status, code, headers = ask_to_enrol(wire, right)
    assert (status, code) == (429, "too_many")
    assert 0 < int(headers["retry-after"]) <= WINDOW_S


def test_one_code_tried_for_many_benches_is_closed(wire: Wire) -> None:
    right = code_for(wire.data, "ST-1")
    tried = [ask_to_enrol(wire, right, station=f"ST-{n}")[0] for n in range(2, 7)]
    assert tried == [403] * 5
    assert ask_to_enrol(wire, right)[0] == 429


def test_attempts_are_forgotten_after_a_while_and_never_more_than_a_bound() -> None:
    clock = [0.0]
    attempts = Attempts(2, remembered=3, monotonic=lambda: clock[0])
    for name in ("a", "a", "b", "b"):
        attempts.failed(name)
    assert (attempts.wait_s("a"), attempts.wait_s("b"), attempts.wait_s("c")) == (600, 600, 0)
    attempts.succeeded("a")
    attempts.succeeded("never heard of")
    assert attempts.wait_s("a") == 0
    clock[0] = WINDOW_S
    assert attempts.wait_s("a") == 0
    for name in "cdef":
        attempts.failed(name)
    assert attempts.wait_s("b") == 0
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff") != network_of("2001:db8:1::1")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
    assert network_of("testclient") == "testclient"


@pytest.mark.parametrize("nonce", ["", "a\r\nSet-Cookie: x=1", "ß", "\u4e00", "x" * 201, "a b"])
def test_a_nonce_that_could_not_stand_in_a_header_is_refused(wire: Wire, nonce: str) -> None:
    status, code, headers = ask_to_enrol(wire, code_for(wire.data, "ST-1"), nonce)
    assert (status, code) == (400, "malformed")
    assert "set-cookie" not in headers


def test_only_who_sent_a_nonce_reads_of_one(wire: Wire) -> None:
    """Stations know their replies by it; to everybody else it would be a word without a meaning."""
    refused = [
        wire.ask("GET", "/v1/nothing"),
        wire.ask("GET", "/v1/orders/unknown"),
        wire.post_order(order("#x", total="-1")),
        wire.ask("POST", "/v1/stations/enrol", b"x" * 2_000_000),
    ]
    assert all(answer.status >= 400 and "nonce" not in answer.json() for answer in refused)
    stranger = {HEADER_STATION: "nobody", HEADER_NONCE: "n-7", HEADER_SIGNATURE: "0" * 64}
    answer = wire.ask("POST", "/v1/stations/nobody/commands", b"{}", stranger)
    assert (answer.status, answer.json()["nonce"]) == (401, "n-7")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"placed_at": "0001-01-01T00:00:00+14:00"}, "placed_at"),
        ({"placed_at": "9999-12-31T23:59:59-14:00"}, "placed_at"),
        ({"ship_by": "9999-12-31T23:59:59-14:00"}, "ship_by"),
        ({"total": "9" * 19}, "total"),
        ({"total": "9" * 400}, "total"),
        ({"lines": [{"sku": "TEE-M", "quantity": 1, "price": "9" * 19}]}, "lines.0.price"),
        ({"note": "\x00"}, "note"),
        ({"external_ref": "\ud800"}, ""),
        ({"priority": 10**30}, "priority"),
        ({"priority": True}, "priority"),
        ({"lines": [{"sku": "../../etc/passwd\n", "quantity": 1}]}, "lines.0.sku"),
        ({"recipient": {"name": "x", "Name": "y"}}, "recipient.Name"),
    ],
)
def test_extreme_values_are_refused_by_name_and_never_break_the_centre(
    wire: Wire, changes: dict[str, object], field: str
) -> None:
    answer = wire.post_order(order("#x", **changes))
    assert answer.status == 422, answer.body
    assert answer.problem().field.startswith(field)


@pytest.mark.parametrize("reference", ["..%2f..%2fetc%2fpasswd", "a%00b", "%ff%fe", "' OR 1=1 --".replace(" ", "%20")])
def test_odd_paths_are_simply_not_found(wire: Wire, reference: str) -> None:
    answer = wire.get(f"/v1/orders/{reference}")
    assert (answer.status, answer.problem().field) == (404, "order_id")
    assert wire.get(f"/v1/stock?sku={reference}").status == 404
    assert wire.get(f"/{reference}").status == 404


def test_the_openapi_document_is_whole_and_says_what_is_answered(wire: Wire) -> None:
    document = wire.ask("GET", "/openapi.json").json()
    schemas = document["components"]["schemas"]
    assert set(document["paths"]) >= {
        "/healthz", "/v1/orders", "/v1/orders/{order_id}", "/v1/orders/{order_id}/cancel",
        "/v1/orders/{order_id}/holds", "/v1/orders/{order_id}/payments", "/v1/orders/{order_id}/risks",
        "/v1/holds/{hold_id}/release", "/v1/audit",
        "/v1/channels", "/v1/problems", "/v1/stock", "/v1/stations/enrol", "/v1/stations/{station_id}/commands",
        "/v1/sites/{site}/changes",
    }  # fmt: skip
    for name in _refs(document):
        assert name in schemas, name
    for path in document["paths"].values():
        for operation in path.values():
            assert "HTTPValidationError" not in json.dumps(operation)
    made = wire.post_order(order("#1"))
    seen = wire.get_order("#1")
    refused = wire.post_order(order("#2", currency="XXX"))
    for answer, schema in ((made, "OrderTaken"), (seen, "OrderSeen"), (refused, "Problem")):
        assert set(answer.json()) == set(schemas[schema]["properties"]) - {"nonce"}
    assert set(seen.json()["lines"][0]) == set(schemas["LineSeen"]["properties"])
    assert document["paths"]["/v1/orders"]["post"]["security"] == [{"channelKey": []}]


def _refs(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"].rsplit("/", 1)[-1]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(_refs(one) for one in part.values()))
    return set().union(*(_refs(one) for one in part)) if isinstance(part, list) else set()
