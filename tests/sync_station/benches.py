"""A bench for the sync tests: a real store in a folder, an identity, and ids that tell themselves apart."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.facts import SignedIn, SignedOut
from app.station.storage import Identity, Store
from sync.station.seal import seal
from tests.sync_station.model.model_centre import POISON

KEY = bytes(range(32))
START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def identity(station_id: str = "station-1", *, centre_url: str = "http://127.0.0.1:9", epoch: int = 1) -> Identity:
    return Identity(
        station_id=station_id,
        epoch=epoch,
        site="MAIN",
        server_epoch="lineage-0",
        station="ST-1",
        key=KEY,
        centre_url=centre_url,
    )


def open_store(folder: Path, mark: str = "c") -> Store:
    """`mark` keeps the ids of two lives of one bench apart."""
    ids, ticks = itertools.count(1), itertools.count()
    return Store.open(
        folder,
        seal=seal,
        now=lambda: START + timedelta(milliseconds=next(ticks)),
        new_id=lambda: f"{mark}-{next(ids)}",
        mono_ms=lambda: 7,
        boot_id="boot",
    )


def record(store: Store, *, poison: bool = False) -> str:
    """Commit one command; returns its id."""
    with store.begin() as work:
        return work.record(SignedOut(packer_id=POISON) if poison else SignedIn(packer_id="p"), actor="p")
