"""Drain the outbox: contiguous runs up, stored verdicts down. Pure of sockets, clocks and threads.

Nothing leaves the outbox but by a verdict. The centre's `have` is compared on every exchange: fewer than we settled, or
another lineage, means that it was restored or failed over and gets the rest again; more than we ever queued means that
this disk was rolled back or cloned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import msgspec

from app.station.storage import Identity, OutboxPosition, QueuedCommand, Rewind, Settled, Settlement
from sync.protocol import MAX_BATCH_BYTES, MAX_BATCH_COMMANDS, BatchReply, CommandBatch, Sealed, encode
from sync.station.exchange import Call, Failure, Outcome, Trouble, judge
from sync.station.outbox import News, Outbox

DEADLINE_S: Final = 15.0
_ENVELOPE_ROOM: Final = 512
"""Bytes of a batch that are not commands: nonce, epoch, punctuation."""


@dataclass(frozen=True, slots=True)
class _Sent:
    nonce: str
    position: OutboxPosition
    commands: tuple[QueuedCommand, ...]


class Drain:
    """Makes the next upload and digests its reply; one in flight at a time."""

    def __init__(self, identity: Identity, outbox: Outbox, new_nonce: Callable[[], str], deadline_s: float) -> None:
        self._identity = identity
        self._outbox = outbox
        self._new_nonce = new_nonce
        self._deadline_s = deadline_s
        self._target = f"/v1/stations/{quote(identity.station_id, safe='')}/commands"
        self._limit = MAX_BATCH_COMMANDS
        self._ask = True
        self._bare = False
        self._sent: _Sent | None = None

    def ask(self) -> None:
        """Compare `have` soon even if nothing waits: the centre may have been restored."""
        self._ask = True

    def prepare(self) -> Call | None:
        """The next upload; None when nothing waits. Raises StorageFault (DamagedCommand: the first one cannot go)."""
        position = self._outbox.position()
        if position is None or (position.station_id, position.epoch) != (
            self._identity.station_id,
            self._identity.epoch,
        ):
            return None
        commands: list[QueuedCommand] = []
        if position.last > position.settled and not self._bare:
            # a second look at a growing outbox: the run may reach past position.last
            commands = self._outbox.next_batch(self._limit, MAX_BATCH_BYTES - _ENVELOPE_ROOM)
        if not commands and not self._ask:
            return None
        nonce = self._new_nonce()
        self._sent = _Sent(nonce, position, tuple(commands))
        body = encode(
            CommandBatch(
                nonce=nonce,
                epoch=position.epoch,
                commands=[Sealed(seq=c.seq, sha256=c.sha256, envelope=msgspec.Raw(c.envelope)) for c in commands],
            )
        )
        return Call("POST", self._target, body, nonce, self._deadline_s)

    def digest(self, outcome: Outcome) -> News | Failure | None:
        """What the reply means; None if there is nothing to store (it only said that both ends agree)."""
        sent, self._sent = self._sent, None
        assert sent is not None
        reply = judge(self._identity.key, sent.nonce, outcome, BatchReply)
        if isinstance(reply, Failure):
            return self._failed(reply, sent)
        if reply.have > max(sent.position.last, sent.commands[-1].seq if sent.commands else 0):
            return Failure(Trouble.FORK, f"the centre has {reply.have} commands of a bench that queued fewer")
        self._ask = self._bare = False
        if reply.server_epoch != sent.position.server_epoch or reply.have < sent.position.settled:
            return Rewind(have=reply.have, server_epoch=reply.server_epoch)
        self._limit = min(MAX_BATCH_COMMANDS, self._limit * 2)
        return self._settlement(reply, sent)

    def _settlement(self, reply: BatchReply, sent: _Sent) -> Settlement | Failure | None:
        if not sent.commands:
            return None
        first, last = sent.commands[0].seq, min(sent.commands[-1].seq, reply.have)
        results = tuple(
            Settled(seq=r.seq, verdict=r.verdict, reason=r.reason, task_id=r.task_id, feed_seq=r.feed_seq)
            for r in reply.results
            if first <= r.seq <= last
        )
        if not any(result.seq == first for result in results):
            return Failure(Trouble.SERVER_ERROR, f"no verdict on command {first}")
        return Settlement(
            station_id=self._identity.station_id, epoch=self._identity.epoch, have=reply.have, results=results
        )

    def _failed(self, failure: Failure, sent: _Sent) -> Failure:
        if failure.trouble is Trouble.TOO_LARGE and len(sent.commands) <= 1:
            return Failure(Trouble.SERVER_ERROR, f"a single command is too large for the centre: {failure.detail}")
        if failure.trouble is Trouble.TOO_LARGE:
            self._limit = max(1, len(sent.commands) // 2)
        if failure.trouble is Trouble.GAP:
            self._ask = self._bare = True
        return failure
