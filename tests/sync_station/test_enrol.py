"""Enrolment against real sockets: an identity for a good code, and words a person can act on for anything else."""

from __future__ import annotations

import itertools
import json
import socket
import threading

import pytest

from sync.protocol import EnrolReply, EnrolRequest, Problem, decode, encode
from sync.station.enrol import EnrolmentFailed, enrol
from tests.sync_station.peers import black_hole, drip, drip_headers, misbehaving

KEY = "ab" * 32


def ask(url: str, deadline_s: float = 5.0) -> object:
    nonces = itertools.count(1)
    return enrol(url, "code-1", "ST-4", new_nonce=lambda: f"n-{next(nonces)}", deadline_s=deadline_s)


def http(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def request_body(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data or not data.endswith(b"}"):
        data += connection.recv(65536)
    return data.partition(b"\r\n\r\n")[2]


def centre(connection: socket.socket, over: threading.Event) -> None:
    asked = decode(request_body(connection), EnrolRequest)
    reply = EnrolReply(nonce=asked.nonce, server_epoch="e", station_id="s-1", epoch=3, site="MAIN", key=KEY)
    connection.sendall(http("200 OK", encode(reply)))


def refusing(connection: socket.socket, over: threading.Event) -> None:
    request_body(connection)
    connection.sendall(http("403 Forbidden", encode(Problem(title="the code is not good", status=403, detail="used"))))


def echoing_another(connection: socket.socket, over: threading.Event) -> None:
    request_body(connection)
    reply = EnrolReply(nonce="old", server_epoch="e", station_id="s-1", epoch=3, site="MAIN", key=KEY)
    connection.sendall(http("200 OK", encode(reply)))


def portal(connection: socket.socket, over: threading.Event) -> None:
    request_body(connection)
    connection.sendall(http("200 OK", json.dumps({"welcome": "to the hotel"}).encode()))


def test_a_good_code_gives_an_identity() -> None:
    with misbehaving(centre) as url:
        identity = enrol(url, "code-1", "ST-4", new_nonce=lambda: "n-1")
    assert (identity.station_id, identity.epoch, identity.site, identity.key) == ("s-1", 3, "MAIN", bytes.fromhex(KEY))
    assert (identity.station, identity.centre_url, identity.server_epoch) == ("ST-4", url, "e")


@pytest.mark.parametrize(
    ("peer", "words"),
    [
        (refusing, "the centre refused: the code is not good: used"),
        (echoing_another, "another request"),
        (portal, "not the centre's"),
    ],
)
def test_anything_else_says_what_is_wrong(peer: object, words: str) -> None:
    with misbehaving(peer) as url, pytest.raises(EnrolmentFailed, match=words):  # type: ignore[arg-type]
        ask(url)


@pytest.mark.parametrize("peer", [black_hole, drip, drip_headers])
def test_the_deadline_holds(peer: object) -> None:
    with misbehaving(peer) as url, pytest.raises(EnrolmentFailed, match="cannot be reached"):  # type: ignore[arg-type]
        ask(url, deadline_s=0.2)
