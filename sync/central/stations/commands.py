"""Commands up: one contiguous run per request, answered with its verdicts."""

from __future__ import annotations

import itertools

import msgspec
from fastapi import Request

from app.central.bench.enrolment import server_epoch
from app.central.bench.inbox import Forked, Frozen, Received, UnknownEpoch, receive
from app.central.values import StationRow
from sync.central.serving.desk import Desk
from sync.central.serving.refusals.problems import Refusal
from sync.central.stations.opening import open_sealed
from sync.protocol import (
    MAX_BATCH_BYTES,
    MAX_BATCH_COMMANDS,
    BatchReply,
    CommandBatch,
    Result,
    Verdict,
    decode,
    encode,
)

ENVELOPE_ROOM = 64 * 1024


async def take_commands(desk: Desk, request: Request, station_id: str, station: StationRow, nonce: str) -> bytes:
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


def _read_batch(body: bytes, nonce: str) -> CommandBatch:
    if len(body) > MAX_BATCH_BYTES + ENVELOPE_ROOM:
        raise Refusal(413, "too_large", "the batch is too large", f"at most {MAX_BATCH_BYTES} bytes")
    try:
        batch = decode(body, CommandBatch)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refusal(400, "malformed", "the batch could not be read", str(error), "body") from error
    if len(batch.commands) > MAX_BATCH_COMMANDS:
        raise Refusal(413, "too_large", "the batch has too many commands", f"at most {MAX_BATCH_COMMANDS}")
    seqs = [sealed.seq for sealed in batch.commands]
    if batch.nonce != nonce or any(later != seq + 1 for seq, later in itertools.pairwise(seqs)):
        wrong = "commands" if batch.nonce == nonce else "nonce"
        raise Refusal(400, "malformed", "the batch is not one contiguous run under its own nonce", field=wrong)
    if (seqs and not 1 <= seqs[0] < 2**31) or not 0 <= batch.epoch < 2**31:
        raise Refusal(400, "malformed", "seq counts from 1, epoch from 0", field="commands.0.seq")
    return batch


def _no_batch(got: Forked | Frozen | UnknownEpoch) -> Refusal:
    if isinstance(got, Forked):
        return Refusal(409, "fork", f"command {got.seq} was sent before with other bytes", "enrol the station again")
    if isinstance(got, Frozen):
        return Refusal(409, "epoch_frozen", "this epoch was frozen", "enrol the station again")
    return Refusal(409, "epoch", "this epoch was never issued to this station", "enrol the station again")
