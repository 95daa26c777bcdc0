"""A store in a folder for the storage tests, with clocks and ids of its own; also a child to be killed."""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from app.domain.documents import Packer, Product, ProductBarcode, SerialBlock
from app.domain.facts import SignedIn
from app.station.storage import ChangedRow, ChangesPage, Draft, Identity, Store

START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


class Clock:
    """A wall clock that only moves when told, and one tick at every look so that order shows."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


def plain_seal(draft: Draft) -> bytes:
    """A seal of these tests' own: storage must not care what the bytes are."""
    return json.dumps([draft.seq, draft.id, draft.kind, draft.prev_sha256, draft.station_id, draft.epoch]).encode()


def open_store(folder: Path, clock: Clock | None = None, life: str = "c") -> Store:
    ids = itertools.count(1)
    return Store.open(
        folder,
        seal=plain_seal,
        now=clock or Clock(),
        new_id=lambda: f"{life}-{next(ids)}",
        mono_ms=lambda: 7,
        boot_id="boot",
    )


def identity(epoch: int = 1, key: bytes = b"k" * 32) -> Identity:
    return Identity(
        station_id="station-1",
        epoch=epoch,
        site="MAIN",
        server_epoch="lineage-0",
        station="ST-1",
        key=key,
        centre_url="http://127.0.0.1:9",
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """A document of these tests' bench."""

    count: int


def sign_in(store: Store) -> str:
    with store.begin() as work:
        return work.record(SignedIn(packer_id="p"), actor="p")


def product(sku: str, *codes: str, name: str = "Tee") -> Product:
    barcodes = tuple(ProductBarcode(code=code, units=1) for code in codes)
    return Product(sku=sku, name=name, options=(), barcodes=barcodes)


ENTITY = {Product: "product", Packer: "packer", SerialBlock: "block"}


def row(seq: int, doc: Product | Packer | SerialBlock | None, name: str = "", entity: str = "product") -> ChangedRow:
    """A change row; None removes `name`."""
    if doc is None:
        return ChangedRow(seq=seq, entity=entity, id=name, rev=seq, deleted=True, doc=b"")
    data = msgspec.json.encode(doc)
    return ChangedRow(seq=seq, entity=ENTITY[type(doc)], id=name or key(doc), rev=seq, deleted=False, doc=data)


def key(doc: Product | Packer | SerialBlock) -> str:
    if isinstance(doc, Product):
        return doc.sku
    return doc.packer_id if isinstance(doc, Packer) else doc.block_id


def page(since: int, cursor: int, *rows: ChangedRow, more: bool = False, epoch: str = "lineage-0") -> ChangesPage:
    return ChangesPage(since=since, server_epoch=epoch, cursor=cursor, more=more, now=START, changes=rows)


def append_for_ever(folder: Path, life: str) -> None:
    """What the child of the kill test does: one scan after another, each acknowledged on stdout once committed."""
    store = open_store(folder, life=life)
    while True:
        with store.begin() as work:
            tally = work.get(Tally, "tally") or Tally(0)
            work.put("tally", Tally(tally.count + 1))
            command_id = work.record(SignedIn(packer_id="p"), actor="p")
        sys.stdout.write(command_id + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    append_for_ever(Path(sys.argv[1]), sys.argv[2])
