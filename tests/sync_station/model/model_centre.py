"""A model of the centre at the byte border: the wire's rules in memory, without HTTP, clocks or storage."""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.domain.documents import StoppedOrder
from app.domain.facts import SignedOut
from app.station.storage import Identity
from sync.protocol import (
    BODIES,
    HEADER_NONCE,
    HEADER_SIGNATURE,
    HEADER_STATION,
    BatchReply,
    Change,
    ChangesReply,
    Command,
    CommandBatch,
    Problem,
    Result,
    Verdict,
    decode,
    encode,
    same_signature,
    sign_reply,
    sign_request,
)
from sync.station.exchange import Answer, Call
from tests.sync_station.model.model_tasks import TASK_FACTS, ModelTask, TaskBook

POISON = "poison"
"""A packer id that makes a command unreadable to the model."""

SKIPPED = 1_000_000
"""Fences a restored centre leaves out: the lost history may have granted them."""

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@dataclass
class Books:
    """What a backup of the centre would hold."""

    server_epoch: str
    have: int = 0
    hashes: dict[int, str] = field(default_factory=dict)
    verdicts: dict[int, Result] = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    feed_seq: int = 0
    rows: dict[str, Change] = field(default_factory=dict)
    tasks: TaskBook = field(default_factory=TaskBook)


class ModelCentre:
    """`page` rows of the feed at a time; `most` commands in a batch before it answers 413."""

    def __init__(self, identity: Identity, page: int = 3) -> None:
        self.identity = identity
        self.books = Books(identity.server_epoch)
        self.page = page
        self.most = 100
        self.calls: list[str] = []

    def backup(self) -> Books:
        return copy.deepcopy(self.books)

    def restore(self, backup: Books, server_epoch: str) -> None:
        """What the restore procedure does: old books, new lineage."""
        self.books = copy.deepcopy(backup)
        self.books.server_epoch = server_epoch
        self.books.tasks.fence += SKIPPED

    def change(self, order_id: str, *, deleted: bool = False) -> None:
        """Put one order on the stop list, or take it off."""
        books = self.books
        books.feed_seq += 1
        doc = msgspec.Raw(encode(None if deleted else StoppedOrder(order_id=order_id, reason=f"r{books.feed_seq}")))
        row = Change(seq=books.feed_seq, entity="stop", id=order_id, rev=books.feed_seq, deleted=deleted, doc=doc)
        books.rows[order_id] = row

    def open_task(self, task_id: str) -> None:
        self.books.tasks.tasks[task_id] = ModelTask()
        self._show(task_id)

    def meddle(self, task_id: str, what: str) -> None:
        """What others do with a task, and its benches see."""
        self.books.tasks.meddle(task_id, what)
        self._show(task_id)

    def _show(self, task_id: str) -> None:
        self.books.feed_seq += 1
        self.books.rows[task_id] = self.books.tasks.row(task_id, self.books.feed_seq)

    def answer(self, call: Call, headers: dict[str, str] | None = None) -> Answer:
        """One exchange; `headers` as received (None: as an honest station sends them)."""
        self.calls.append(call.target)
        if headers is not None and not self._proven(call, headers):
            return self._reply("", 401, Problem(title="unknown station", status=401))
        if call.method == "POST":
            return self._commands(call)
        return self._changes(call)

    def _proven(self, call: Call, headers: dict[str, str]) -> bool:
        proof = sign_request(self.identity.key, call.method, call.target, headers.get(HEADER_NONCE, ""), call.body)
        known = headers.get(HEADER_STATION) == self.identity.station_id
        return known and same_signature(proof, headers.get(HEADER_SIGNATURE, ""))

    def _reply(self, nonce: str, status: int, message: msgspec.Struct) -> Answer:
        body = encode(message)
        signature = sign_reply(self.identity.key, nonce, status, body)
        return Answer(status, "application/json", signature, "", body)

    def _commands(self, call: Call) -> Answer:
        batch = decode(call.body, CommandBatch)
        books = self.books
        if len(batch.commands) > self.most:
            return self._reply(batch.nonce, 413, Problem(title="too large", status=413, nonce=batch.nonce))
        results = []
        for sealed in batch.commands:
            if sealed.seq <= books.have:
                if books.hashes[sealed.seq] != sealed.sha256:
                    return self._reply(batch.nonce, 409, Problem(title="fork", status=409, code="fork"))
            elif sealed.seq == books.have + 1:
                self._apply(sealed.seq, sealed.sha256, bytes(sealed.envelope))
            else:
                break
            results.append(books.verdicts[sealed.seq])
        reply = BatchReply(nonce=batch.nonce, server_epoch=books.server_epoch, have=books.have, results=results)
        return self._reply(batch.nonce, 200, reply)

    def _apply(self, seq: int, digest: str, envelope: bytes) -> None:
        assert hashlib.sha256(envelope).hexdigest() == digest
        command = decode(envelope, Command)
        body = decode(command.body, BODIES[command.kind, command.v])
        books = self.books
        poison = isinstance(body, SignedOut) and body.packer_id == POISON
        (books.quarantined if poison else books.applied).append(command.id)
        verdict = Verdict.QUARANTINED if poison else Verdict.APPLIED
        if isinstance(body, TASK_FACTS):
            verdict = books.tasks.hear(command, body)
            self._show(body.task_id)
        books.have, books.hashes[seq] = seq, digest
        books.verdicts[seq] = Result(seq=seq, verdict=verdict, reason="poison" if poison else "")

    def _changes(self, call: Call) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        cursor, epoch = int(query["cursor"]), query.get("server_epoch", "")
        books = self.books
        if cursor > books.feed_seq or (cursor and epoch != books.server_epoch):
            gone = Problem(title="start over", status=410, code="cursor", nonce=call.nonce)
            return self._reply(call.nonce, 410, gone)
        later = sorted((row for row in books.rows.values() if row.seq > cursor), key=lambda row: row.seq)
        rows, more = later[: self.page], len(later) > self.page
        reply = ChangesReply(
            nonce=call.nonce,
            server_epoch=books.server_epoch,
            cursor=rows[-1].seq if more else books.feed_seq,
            more=more,
            now=NOW,
            changes=rows,
        )
        return self._reply(call.nonce, 200, reply)
