"""The station end points: enrol, commands up, changes down; signed both ways."""

from __future__ import annotations

import itertools
import time
from collections.abc import Awaitable, Callable

import msgspec
from fastapi import APIRouter, Request, Response

from app.central.bench.changes import Page, StaleCursor, changes
from app.central.bench.enrolment import Enrolled, enrol
from app.central.bench.inbox import Forked, Frozen, Received, UnknownEpoch, receive
from app.central.centre import Centre
from app.central.values import StationRow
from sync.central.serving.desk import Desk, whole_number
from sync.central.serving.problems import Refusal, problem_bytes, signed
from sync.central.stations.opening import open_sealed
from sync.protocol import (
    HEADER_NONCE,
    HEADER_SIGNATURE,
    HEADER_STATION,
    MAX_BATCH_BYTES,
    MAX_BATCH_COMMANDS,
    PROTOCOL_VERSION,
    BatchReply,
    Change,
    ChangesReply,
    CommandBatch,
    EnrolReply,
    EnrolRequest,
    Result,
    Verdict,
    decode,
    encode,
    same_signature,
    sign_request,
)

WAIT_MOST_S = 20
LOOK_EVERY_S = 1.0
"""A waiting poll looks by itself this often: a commit of another process wakes nobody here."""
ENVELOPE_ROOM = 64 * 1024


def station_routes(desk: Desk) -> APIRouter:
    """Routes of the stations."""
    router = APIRouter()

    @router.post("/v1/stations/enrol")
    async def post_enrol(request: Request) -> Response:
        return await _enrol(desk, await request.body())

    @router.post("/v1/stations/{station_id}/commands")
    async def post_commands(request: Request, station_id: str) -> Response:
        return await _signed(desk, request, lambda station, nonce: _commands(desk, request, station_id, station, nonce))

    @router.get("/v1/sites/{site}/changes")
    async def get_changes(request: Request, site: str) -> Response:
        return await _signed(desk, request, lambda station, nonce: _changes(desk, request, site, station, nonce))

    return router


async def _enrol(desk: Desk, body: bytes) -> Response:
    try:
        asked = decode(body, EnrolRequest)
    except msgspec.MsgspecError as error:
        raise Refusal(400, "malformed", "the enrolment could not be read", str(error)) from error
    if asked.protocol > PROTOCOL_VERSION:
        raise Refusal(426, "update_needed", "this centre is older than the station", f"protocol {PROTOCOL_VERSION}")
    made = await desk.write(enrol, asked.code, asked.station)
    if made is None:
        raise Refusal(403, "code", "the enrolment code is not good", "unknown, used, expired or for another bench")
    return signed(made.station.signing_key, asked.nonce, encode(_enrol_reply(made, asked.nonce)))


def _enrol_reply(made: Enrolled, nonce: str) -> EnrolReply:
    return EnrolReply(
        nonce=nonce,
        server_epoch=made.server_epoch,
        station_id=made.station.station_id,
        epoch=made.station.epoch,
        site=made.station.site_id,
        key=made.station.signing_key.hex(),
    )


async def _signed(desk: Desk, request: Request, work: Callable[[StationRow, str], Awaitable[bytes]]) -> Response:
    """Run a handler for the station that signed; refusals to a known station are signed like any reply."""
    nonce = request.headers.get(HEADER_NONCE, "")
    station = await _who(desk, request, nonce)
    try:
        return signed(station.signing_key, nonce, await work(station, nonce))
    except Refusal as refusal:
        return signed(station.signing_key, nonce, problem_bytes(refusal, nonce), refusal.status)


async def _who(desk: Desk, request: Request, nonce: str) -> StationRow:
    station = await desk.read(_station, request.headers.get(HEADER_STATION, ""))
    given = request.headers.get(HEADER_SIGNATURE, "")
    body = await request.body()
    target = request.scope["raw_path"].decode("ascii", "replace")
    query = request.scope["query_string"].decode("ascii", "replace")
    target = f"{target}?{query}" if query else target
    key = station.signing_key if station else b"nobody"
    good = same_signature(given, sign_request(key, request.method, target, nonce, body))
    if station is None or not good or not nonce:
        raise Refusal(
            401, "signature", "the request is not signed by a station of this centre", "enrol the station again"
        )
    return station


def _station(centre: Centre, station_id: str) -> StationRow | None:
    with centre.read() as work:
        return work.benches.station(station_id)


async def _commands(desk: Desk, request: Request, station_id: str, station: StationRow, nonce: str) -> bytes:
    if station_id != station.station_id:
        raise Refusal(401, "signature", "the request is signed by another station")
    batch = _read_batch(await request.body(), nonce)
    arrived = [open_sealed(station.station_id, batch.epoch, sealed) for sealed in batch.commands]
    got = await desk.write(receive, station, batch.epoch, arrived)
    if not isinstance(got, Received):
        raise _no_batch(got)
    results = [
        Result(seq=row.seq, verdict=Verdict(row.verdict), reason=row.reason, task_id=row.task_id, feed_seq=row.feed_seq)
        for row in got.rows
    ]
    epoch = await desk.read(server_epoch)
    return encode(BatchReply(nonce=nonce, server_epoch=epoch, have=got.have, results=results))


def server_epoch(centre: Centre) -> str:
    with centre.read() as work:
        return work.benches.server_epoch()


def _read_batch(body: bytes, nonce: str) -> CommandBatch:
    if len(body) > MAX_BATCH_BYTES + ENVELOPE_ROOM:
        raise Refusal(413, "too_large", "the batch is too large", f"at most {MAX_BATCH_BYTES} bytes")
    try:
        batch = decode(body, CommandBatch)
    except msgspec.MsgspecError as error:
        raise Refusal(400, "malformed", "the batch could not be read", str(error)) from error
    if len(batch.commands) > MAX_BATCH_COMMANDS:
        raise Refusal(413, "too_large", "the batch has too many commands", f"at most {MAX_BATCH_COMMANDS}")
    seqs = [sealed.seq for sealed in batch.commands]
    if batch.nonce != nonce or any(later != seq + 1 for seq, later in itertools.pairwise(seqs)):
        raise Refusal(400, "malformed", "the batch is not one contiguous run under its own nonce")
    if seqs and seqs[0] < 1:
        raise Refusal(400, "malformed", "seq counts from 1", field="commands.0.seq")
    return batch


def _no_batch(got: Forked | Frozen | UnknownEpoch) -> Refusal:
    if isinstance(got, Forked):
        return Refusal(409, "fork", f"command {got.seq} was sent before with other bytes", "enrol the station again")
    if isinstance(got, Frozen):
        return Refusal(409, "epoch_frozen", "this epoch was frozen", "enrol the station again")
    return Refusal(409, "epoch", "this epoch was never issued to this station", "enrol the station again")


async def _changes(desk: Desk, request: Request, site: str, station: StationRow, nonce: str) -> bytes:
    if site != station.site_id:
        raise Refusal(403, "site", "this station belongs to another site")
    query = request.query_params
    cursor = whole_number(query.get("cursor"), "cursor", 0, 2**62)
    limit = whole_number(query.get("limit"), "limit", 500, 1000)
    ends = time.monotonic() + whole_number(query.get("wait_s"), "wait_s", 0, WAIT_MOST_S)
    while True:
        page = await desk.read(changes, station, cursor, query.get("server_epoch", ""), limit)
        if isinstance(page, StaleCursor):
            raise Refusal(410, "cursor", "start over from cursor 0", page.why)
        left = ends - time.monotonic()
        if page.rows or left <= 0 or desk.waker.closing:
            return encode(_changes_reply(desk.centre, page, nonce))
        await desk.waker.wait(min(left, LOOK_EVERY_S))


def _changes_reply(centre: Centre, page: Page, nonce: str) -> ChangesReply:
    rows = [
        Change(seq=row.seq, entity=row.entity, id=row.id, rev=row.rev, deleted=row.deleted, doc=msgspec.Raw(row.doc))
        for row in page.rows
    ]
    return ChangesReply(
        nonce=nonce, server_epoch=page.server_epoch, cursor=page.cursor, more=page.more, now=centre.now(), changes=rows
    )
