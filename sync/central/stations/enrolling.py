"""Enrolment over HTTP: the code is the proof, so whoever guesses wrong too often has to wait."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec
from fastapi import Request, Response

from app.central.bench.enrolment import Enrolled, enrol
from sync.central.serving.bounds.attempts import Attempts, network_of
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal, signed
from sync.central.stations.proofs import NONCE
from sync.protocol import PROTOCOL_VERSION, EnrolReply, EnrolRequest, decode, encode

PER_ADDRESS: Final = 10
PER_CODE: Final = 5


class Door:
    """Where benches enrol: ten wrong codes of one address, or five wrong uses of one code, and ten minutes pass."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._addresses = Attempts(PER_ADDRESS, monotonic=desk.monotonic)
        self._codes = Attempts(PER_CODE, monotonic=desk.monotonic)

    async def enrol(self, request: Request) -> Response:
        asked = _read(await request.body())
        address = network_of(request.client.host if request.client else "")
        code = hashlib.sha256(asked.code.encode()).hexdigest()
        wait_s = max(self._addresses.wait_s(address), self._codes.wait_s(code))
        if wait_s:
            detail = f"try again in {wait_s} s"
            raise Refusal(429, "too_many", "too many wrong enrolment codes", detail, retry_after_s=wait_s)
        self._addresses.failed(address)
        self._codes.failed(code)
        made = await self._desk.write(enrol, asked.code, asked.station)
        if made is None:
            raise Refusal(403, "code", "the enrolment code is not good", "unknown, used, expired or for another bench")
        self._addresses.succeeded(address)
        self._codes.succeeded(code)
        return signed(made.station.signing_key, asked.nonce, encode(_reply(made, asked.nonce)))


def _read(body: bytes) -> EnrolRequest:
    try:
        asked = decode(body, EnrolRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refusal(400, "malformed", "the enrolment could not be read", str(error), "body") from error
    if asked.protocol > PROTOCOL_VERSION:
        raise Refusal(426, "update_needed", "this centre is older than the station", f"protocol {PROTOCOL_VERSION}")
    if not NONCE.fullmatch(asked.nonce):
        raise Refusal(400, "malformed", "a nonce is 1 to 200 visible ASCII characters", field="nonce")
    return asked


def _reply(made: Enrolled, nonce: str) -> EnrolReply:
    return EnrolReply(
        nonce=nonce,
        server_epoch=made.server_epoch,
        station_id=made.station.station_id,
        epoch=made.station.epoch,
        site=made.station.site_id,
        key=made.station.signing_key.hex(),
    )
