"""Enrol a bench: a one-time code against an identity and a key; the only exchange without a station's signature."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Final

import msgspec

from app.station.storage import Identity
from sync.calling import Deadline, cut
from sync.protocol import EnrolReply, EnrolRequest, Problem, decode, encode
from sync.station.border import Border
from sync.station.client import Client
from sync.station.exchange import Answer, Broken, Call, Outcome

ENROL_PATH: Final = "/v1/stations/enrol"
DEADLINE_S: Final = 15.0


class EnrolmentFailed(Exception):
    """The centre could not be reached, was not the centre, or refused the code; the words say which."""


def enrol(
    centre_url: str,
    code: str,
    station: str,
    *,
    new_nonce: Callable[[], str],
    deadline_s: float = DEADLINE_S,
    ca_file: str | None = None,
) -> Identity:
    """Ask the centre for an identity for the bench named `station`. Raises EnrolmentFailed."""
    nonce = new_nonce()
    body = encode(EnrolRequest(nonce=nonce, code=code, station=station))
    outcome = _exchange(centre_url, Call("POST", ENROL_PATH, body, nonce, deadline_s), ca_file)
    reply = _reply(outcome, nonce)
    return Identity(
        station_id=reply.station_id,
        epoch=reply.epoch,
        site=reply.site,
        server_epoch=reply.server_epoch,
        station=station,
        key=_key(reply.key),
        centre_url=centre_url,
    )


def _reply(outcome: Outcome, nonce: str) -> EnrolReply:
    if isinstance(outcome, Broken):
        raise EnrolmentFailed(f"the centre cannot be reached: {outcome.detail}")
    try:
        if outcome.status not in {200, 201}:
            raise EnrolmentFailed(_refusal(outcome))
        reply = decode(outcome.body, EnrolReply)
    except msgspec.DecodeError as fault:
        raise EnrolmentFailed(f"HTTP {outcome.status}, and the reply is not the centre's: {fault}") from fault
    if reply.nonce != nonce:
        raise EnrolmentFailed("the reply belongs to another request")
    return reply


def _refusal(answer: Answer) -> str:
    problem = decode(answer.body, Problem)
    return f"the centre refused: {problem.title}{': ' if problem.detail else ''}{problem.detail}"


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as fault:
        raise EnrolmentFailed("the centre sent a key that is not hexadecimal") from fault
    if len(key) != 32:
        raise EnrolmentFailed(f"the centre sent a key of {len(key)} bytes instead of 32")
    return key


def _exchange(centre_url: str, call: Call, ca_file: str | None) -> Outcome:
    """One call whose deadline holds even for a peer that drips: its connection is shut then."""
    handles: list[socket.socket] = []
    with Deadline(call.deadline_s, handles) as deadline:
        client = Client(centre_url, Border(deadline.hold), ca_file)
        try:
            outcome = client.exchange(call, {})
        finally:
            client.close()
            for handle in handles:
                cut(handle)
    cut_short = deadline.passed and isinstance(outcome, Answer) and not outcome.body
    return Broken(f"no whole reply within {call.deadline_s:g} s") if cut_short else outcome
