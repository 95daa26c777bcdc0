"""One unit of work on the journal: documents of the bench, commands for the centre, serials; all or nothing.

The centre's documents are readable through it too, but never written: they have their own database and cursor.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection

from app.domain.documents import Packer, Product, ProductBarcode, SerialBlock
from app.domain.facts import Body
from app.station.storage import blocks, outbox, replica
from app.station.storage.documents import from_json, to_json
from app.station.storage.files.faults import NotEnrolled, ReplicaDamaged, translated
from app.station.storage.values import Draft, Identity, LeasedBlock, Seal

T = TypeVar("T")

COMMAND_VERSION: Final = 1

_GET: Final = "SELECT json FROM document WHERE kind=? AND key=?"
_ALL: Final = "SELECT key, json FROM document WHERE kind=? ORDER BY key"
_PUT: Final = (
    "INSERT INTO document (kind, key, changed_at, json) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (kind, key) DO UPDATE SET changed_at=excluded.changed_at, json=excluded.json"
)
_DROP: Final = "DELETE FROM document WHERE kind=? AND key=?"


class Recorder:
    """What a command needs besides its body: who the bench is, clocks, ids and the seal, all handed in."""

    def __init__(
        self,
        *,
        seal: Seal,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        mono_ms: Callable[[], int],
        boot_id: str,
    ) -> None:
        self.seal = seal
        self.now = now
        self.new_id = new_id
        self.mono_ms = mono_ms
        self.boot_id = boot_id
        self.identity: Identity | None = None


class Work:
    """Open inside `Store.begin()` only; `recorded` are the ids of the commands recorded so far."""

    def __init__(self, journal: Connection, centre: Connection, recorder: Recorder) -> None:
        self._journal = journal
        self._centre = centre
        self._recorder = recorder
        self.recorded: tuple[str, ...] = ()

    # --- documents of the bench ---

    def get(self, kind: type[T], key: str) -> T | None:
        """The bench's own document of this type, or None; raises DocumentUnreadable."""
        row = self._journal.exec_driver_sql(_GET, (kind.__name__, key)).fetchone()
        return None if row is None else from_json(row[0], kind, key)

    def all(self, kind: type[T]) -> list[T]:
        """Every document of this type in key order."""
        return [from_json(row[1], kind, row[0]) for row in self._journal.exec_driver_sql(_ALL, (kind.__name__,))]

    def put(self, key: str, value: object) -> None:
        """Create or replace a document (a frozen dataclass), stored under its type's name."""
        at = outbox.micros(self._recorder.now())
        self._journal.exec_driver_sql(_PUT, (type(value).__name__, key, at, to_json(value)))

    def drop(self, kind: type[object], key: str) -> None:
        self._journal.exec_driver_sql(_DROP, (kind.__name__, key))

    # --- commands for the centre ---

    def record(
        self,
        body: Body,
        *,
        actor: str | None,
        auth: str = "online",
        order_id: str | None = None,
        fence: int | None = None,
    ) -> str:
        """Append a fact or request to the outbox, sealed and chained to the one before; returns its id.

        Raises NotEnrolled before the bench has an identity.
        """
        recorder = self._recorder
        identity = recorder.identity
        if identity is None:
            raise NotEnrolled("enrol this bench first")
        command_id = recorder.new_id()
        last, prev_sha256 = outbox.tail(self._journal)
        at = recorder.now()
        draft = Draft(
            seq=last + 1,
            id=command_id,
            kind=type(body).__name__,
            v=COMMAND_VERSION,
            actor=actor,
            auth=auth,
            order_id=order_id,
            fence=fence,
            occurred_at=at,
            mono_ms=recorder.mono_ms(),
            boot_id=recorder.boot_id,
            station_id=identity.station_id,
            epoch=identity.epoch,
            prev_sha256=prev_sha256,
            body=body,
        )
        outbox.append(self._journal, draft.seq, command_id, draft.kind, recorder.seal(draft), outbox.micros(at))
        self.recorded = (*self.recorded, command_id)
        return command_id

    def pending_kinds(self) -> frozenset[str]:
        """Kinds of the commands still waiting for a verdict."""
        return outbox.waiting_kinds(self._journal)

    # --- number blocks ---

    def blocks(self) -> list[LeasedBlock]:
        """Blocks with serials left, oldest lease first."""
        return blocks.left_in(self._journal)

    def take_serial(self) -> tuple[str, SerialBlock, int] | None:
        """Consume the next serial: (block id, block, serial); None when none is left."""
        return blocks.take(self._journal)

    def serials_left(self) -> int:
        return blocks.count_left(self._journal)

    # --- the centre's documents, read only ---

    def doc(self, kind: type[T], key: str) -> T | None:
        """Product by sku, Packer by id, WorkList and QueueRow by list_id, Site by code, StoppedOrder by order_id."""
        with translated(ReplicaDamaged, "replica.db"):
            return replica.find(self._centre, kind, key)

    def docs(self, kind: type[T]) -> list[T]:
        """Every document of this type, in key order."""
        with translated(ReplicaDamaged, "replica.db"):
            return replica.find_all(self._centre, kind)

    def products_by_code(self, code: str) -> list[tuple[Product, ProductBarcode]]:
        """Every product that carries this GTIN-14 or alias text, with the barcode that matched."""
        with translated(ReplicaDamaged, "replica.db"):
            return replica.products_by_code(self._centre, code)

    def product_by_code(self, code: str) -> tuple[Product, ProductBarcode] | None:
        """The product with this code if there is exactly one (an ambiguous code finds none)."""
        found = self.products_by_code(code)
        return found[0] if len(found) == 1 else None

    def packer_by_badge(self, badge_sha256: str) -> Packer | None:
        with translated(ReplicaDamaged, "replica.db"):
            return replica.packer_by_badge(self._centre, badge_sha256)
