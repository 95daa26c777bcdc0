"""What a station and the centre say to each other: facts and requests up, numbered changes down, as JSON with proofs.

The one module both ends import. Bodies are `app.domain.facts`, documents `app.domain.documents`. Times are aware UTC;
ids are UUIDv7 text; quantities are units (eaches); weights are grams.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

import msgspec

from app.domain import facts
from app.domain.documents import (
    FloorTask,
    Packer,
    Product,
    ProductLots,
    QueueRow,
    SerialBlock,
    Site,
    StoppedOrder,
    UsedSerial,
    WorkList,
)

T = TypeVar("T")

PROTOCOL_VERSION: Final = 1
MAX_BATCH_COMMANDS: Final = 100
MAX_BATCH_BYTES: Final = 256 * 1024

HEADER_STATION: Final = "Packbench-Station"
HEADER_NONCE: Final = "Packbench-Nonce"
HEADER_SIGNATURE: Final = "Packbench-Signature"


# --- proofs ---------------------------------------------------------------------------------------------------------


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sign_request(key: bytes, method: str, target: str, nonce: str, body: bytes) -> str:
    """HMAC-SHA256 (hex) of a request; `target` is the path with its query string, as sent."""
    text = f"{method}\n{target}\n{nonce}\n{sha256(body)}"
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def sign_reply(key: bytes, nonce: str, status: int, body: bytes) -> str:
    """HMAC-SHA256 (hex) of a reply, bound to the nonce of its request: a late or foreign reply never verifies."""
    return hmac.new(key, f"{nonce}\n{status}\n{sha256(body)}".encode(), hashlib.sha256).hexdigest()


def same_signature(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


# --- enrolment: POST /v1/stations/enrol (JSON, no station signature; the code is the proof) --------------------------


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`code` is a one-time enrolment code made at the centre; `station` the bench's short name, like ST-4."""

    nonce: str
    code: str
    station: str
    protocol: int = PROTOCOL_VERSION


class EnrolReply(msgspec.Struct, frozen=True, kw_only=True):
    """`key` (hex, 32 bytes) signs everything after; a new enrolment of the same bench gets a new `epoch`."""

    nonce: str
    server_epoch: str
    station_id: str
    epoch: int
    site: str
    key: str


# --- commands: POST /v1/stations/{station_id}/commands ---------------------------------------------------------------


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed envelope: encoded once when queued, never re-encoded. `body` is decoded by `kind` (see BODIES).

    `seq` is gapless from 1 per (station_id, epoch). `prev_sha256` chains it to the command before ("" for the first).
    `fence` is the fencing token of the lease the fact belongs to (None where no lease is involved).
    """

    station_id: str
    epoch: int
    seq: int
    id: str
    kind: str
    v: int
    actor: str | None
    auth: str
    occurred_at: datetime
    mono_ms: int
    boot_id: str
    prev_sha256: str
    body: msgspec.Raw
    order_id: str | None = None
    fence: int | None = None


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """One queued command as it travels: `envelope` holds the bytes of a Command exactly as stored and hashed."""

    seq: int
    sha256: str
    envelope: msgspec.Raw


class CommandBatch(msgspec.Struct, frozen=True, kw_only=True):
    """A contiguous run starting at the first command the centre is not known to have."""

    nonce: str
    epoch: int
    commands: list[Sealed]


class Verdict(StrEnum):
    APPLIED = "applied"
    APPLIED_WITH_TASK = "applied_with_task"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The stored verdict of one command; `feed_seq` is the last change it caused (None if it caused none)."""

    seq: int
    verdict: Verdict
    reason: str = ""
    task_id: str | None = None
    feed_seq: int | None = None


class BatchReply(msgspec.Struct, frozen=True, kw_only=True):
    """`have` is the highest gapless seq the centre holds for this epoch; results cover the batch up to `have`."""

    nonce: str
    server_epoch: str
    have: int
    results: list[Result]


class WrongField(msgspec.Struct, frozen=True, kw_only=True):
    """One field that is wrong: its place like "lines.0.sku", and why."""

    field: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """RFC 9457 problem of a refused request; `code` is stable: fork, epoch_frozen, gap, too_large, ...

    `type` points at the description of the code, `instance` names this very request, `field` is the first of `errors`.
    `nonce` is a station's own, given back; whoever sent none reads of none.
    """

    type: str = "about:blank"
    title: str
    status: int
    code: str = ""
    detail: str = ""
    nonce: str | msgspec.UnsetType = msgspec.UNSET
    field: str = ""
    instance: str = ""
    errors: list[WrongField] = []


# --- feed: GET /v1/sites/{site}/changes?cursor=N&server_epoch=E&wait_s=S&bench=REPORT --------------------------------

REPORT_MOST: Final = 4_000
"""Characters of a BenchReport as JSON; a longer one is not sent, and not read."""


class DeviceReport(msgspec.Struct, frozen=True, kw_only=True):
    """A device as it last reported; `why` is "" while it simply works."""

    name: str
    kind: str
    state: str
    why: str = ""


class BenchReport(msgspec.Struct, frozen=True, kw_only=True):
    """How a bench stands, for people who look at the floor: it decides nothing. `waiting` commands, `oldest_s` old."""

    version: str = ""
    waiting: int = 0
    oldest_s: int = 0
    devices: list[DeviceReport] = []


class Entity(StrEnum):
    """What a change row is about; a station ignores entities it does not know."""

    SITE = "site"
    PRODUCT = "product"
    PACKER = "packer"
    QUEUE = "queue"
    WORK = "work"
    BLOCK = "block"
    STOP = "stop"
    TASK = "task"
    LOTS = "lots"
    SERIAL = "serial"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """`doc` is null when `deleted`; `seq` is commit-ordered per site."""

    seq: int
    entity: str
    id: str
    rev: int
    deleted: bool
    doc: msgspec.Raw


class ChangesReply(msgspec.Struct, frozen=True, kw_only=True):
    """`cursor` is what to ask for next. 410 (Problem code `cursor`) means: start over from cursor 0."""

    nonce: str
    server_epoch: str
    cursor: int
    more: bool
    now: datetime
    changes: list[Change]


DOCUMENTS: Final[dict[str, type[Any]]] = {
    Entity.SITE: Site, Entity.PRODUCT: Product, Entity.PACKER: Packer, Entity.QUEUE: QueueRow,
    Entity.WORK: WorkList, Entity.BLOCK: SerialBlock, Entity.STOP: StoppedOrder,
    Entity.TASK: FloorTask,
    Entity.LOTS: ProductLots, Entity.SERIAL: UsedSerial,
}  # fmt: skip

BODIES: Final[dict[tuple[str, int], type[Any]]] = {(kind.__name__, 1): kind for kind in (*facts.FACTS, *facts.REQUESTS)}
"""(kind, version) -> body type; what is not here is quarantined, never guessed."""

_encoder = msgspec.json.Encoder()


def encode(message: Any) -> bytes:
    """JSON bytes of any wire struct."""
    return _encoder.encode(message)


def decode(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """A wire struct from JSON bytes; raises msgspec.ValidationError or msgspec.DecodeError naming the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except RecursionError as error:
        raise msgspec.DecodeError("JSON is malformed: it is nested too deeply") from error
