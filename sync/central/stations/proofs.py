"""Who asks: a station proves itself by a signature over everything it sent, and every reply is bound to its nonce."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import Request, Response

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.values import StationRow
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal, instance_of, problem_bytes, signed
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, same_signature, sign_request

NONCE: Final = re.compile(r"[\x21-\x7e]{1,200}")
"""A nonce goes back in a header: what could not stand there is never taken."""
_NOBODY: Final = b"nobody"


async def answer_signed(desk: Desk, request: Request, work: Callable[[StationRow, str], Awaitable[bytes]]) -> Response:
    """Run a handler for the station that signed; refusals to a known station are signed like any reply."""
    nonce = request.headers.get(HEADER_NONCE, "")
    station = await _who(desk, request, nonce)
    try:
        if station.revoked_at is not None:
            raise Refusal(403, "revoked", "this station was taken out of service", "enrol it again with a new code")
        return signed(station.signing_key, nonce, await work(station, nonce))
    except Refusal as refusal:
        return signed(station.signing_key, nonce, problem_bytes(refusal, nonce, instance_of(request)), refusal.status)


async def _who(desk: Desk, request: Request, nonce: str) -> StationRow:
    """The station whose key signed; an unknown one costs the same comparison in constant time."""
    station = await desk.read(_station, request.headers.get(HEADER_STATION, ""))
    given = request.headers.get(HEADER_SIGNATURE, "")
    body = await request.body()
    target = request.scope["raw_path"].decode("ascii", "replace")
    query = request.scope["query_string"].decode("ascii", "replace")
    target = f"{target}?{query}" if query else target
    key = station.signing_key if station else _NOBODY
    good = same_signature(given, sign_request(key, request.method, target, nonce, body))
    if station is None or not good or not NONCE.fullmatch(nonce):
        raise Refusal(
            401, "signature", "the request is not signed by a station of this centre", "enrol the station again"
        )
    desk.meters.station(station.station_id)
    request.scope.setdefault("state", {})["actor"] = Actor(
        kind="station", id=station.station_id, name=station.name, site=station.site_id
    )
    return station


def _station(centre: Centre, station_id: str) -> StationRow | None:
    with centre.read() as work:
        return work.benches.station(station_id)
