"""Hundreds of seeds of loss, delays, portals, poison and restored centres: nothing lost, nothing doubled."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.domain.documents import FloorTask, StoppedOrder
from app.station.storage import Store
from tests.sync_station.benches import identity, open_store
from tests.sync_station.model.model_centre import ModelCentre
from tests.sync_station.model.simulation import Simulation, stop_list, task_list

SEEDS = 240
SLICES = 4
MEMORY = Path("/dev/shm")


@pytest.fixture
def store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        opened = open_store(Path(folder))
        yield opened
        opened.close()


def play(store: Store, seed: int) -> list[str]:
    """One seed as a bench of its own, checked against its centre; returns the states of the wire it saw."""
    bench = identity(f"station-{seed}")
    store.enrol(bench)
    centre = ModelCentre(bench)
    played = Simulation(store, centre, seed, restore=seed % 3 == 0)
    run = played.play()
    books = centre.books
    assert [i for i in run.recorded if i not in run.poisoned] == books.applied, f"seed {seed}: lost, doubled or swapped"
    assert [i for i in run.recorded if i in run.poisoned] == books.quarantined, f"seed {seed}: poison went astray"
    summary = store.link_summary()
    assert (summary.waiting, summary.quarantined) == (0, len(run.poisoned)), f"seed {seed}: {summary}"
    rows = [row for row in books.rows.values() if not row.deleted]
    told = {r.id: msgspec.json.decode(r.doc, type=StoppedOrder).reason for r in rows if r.entity == "stop"}
    assert stop_list(store) == told, f"seed {seed}: the bench sees another stop list"
    tasks = {row.id: msgspec.json.decode(row.doc, type=FloorTask) for row in rows if row.entity == "task"}
    assert task_list(store) == tasks, f"seed {seed}: the bench sees other tasks"
    check_tasks(played, restored=seed % 3 == 0)
    assert run.states[-1] == "online", f"seed {seed}: {run.states}"
    assert all(before != after for before, after in zip(run.states, run.states[1:], strict=False)), f"seed {seed}"
    return run.states


def check_tasks(played: Simulation, *, restored: bool) -> None:
    """Every fact of a task is booked or told once, none under another's fence, and none is told without a cause."""
    book, did = played.centre.books.tasks, dict(played.bench.recorded)
    assert sorted([*book.booked, *book.told, *book.refused]) == sorted(did), "lost or doubled"
    book.check()
    if not restored:
        alone = [command_id for command_id in [*book.told, *book.refused] if did[command_id] not in book.met]
        assert not alone, f"nobody else had the task of {alone}"


@pytest.mark.parametrize("part", range(SLICES))
def test_every_command_is_applied_once_or_quarantined_whatever_the_network_does(store: Store, part: int) -> None:
    states: set[str] = set()
    for seed in range(part, SEEDS, SLICES):
        states.update(play(store, seed))
    assert {"online", "offline", "not trusted"} <= states


@pytest.mark.parametrize("seed", [1506])
def test_seeds_that_once_failed(store: Store, seed: int) -> None:
    """1506: a centre restored while its feed was empty; nothing waited, so nobody compared `have`."""
    play(store, seed)
