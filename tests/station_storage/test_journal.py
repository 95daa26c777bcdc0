"""The journal: one transaction per verb, a gapless chained outbox, verdicts, rewinds, enrolments and number blocks."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.documents import SerialBlock
from app.domain.facts import ClaimWork, SignedIn
from app.station.storage import (
    AlreadyRunning,
    DamagedCommand,
    DocumentUnreadable,
    EnrolmentRefused,
    HistoryGone,
    NotEnrolled,
    Settled,
    Settlement,
    Store,
)
from tests.station_storage.lives import Clock, Tally, identity, open_store, page, row, sign_in


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    opened = open_store(tmp_path, clock)
    opened.enrol(identity())
    yield opened
    opened.close()


def settlement(*verdicts: str, first: int = 1, have: int | None = None, epoch: int = 1) -> Settlement:
    results = tuple(Settled(seq=first + n, verdict=verdict) for n, verdict in enumerate(verdicts))
    last = first + len(verdicts) - 1
    return Settlement(station_id="station-1", epoch=epoch, have=last if have is None else have, results=results)


def waiting(store: Store) -> list[int]:
    return [command.seq for command in store.next_batch(1000, 10**6)]


def test_the_connection_follows_the_recipe(store: Store) -> None:
    for writer in (store._journal, store._replica):
        values = {
            name: writer.driver.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "wal_autocheckpoint")
        }
        assert values == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "wal_autocheckpoint": 0,
        }  # fmt: skip
    with store._reader.connect() as reader:
        raw = reader.connection.driver_connection
        assert raw is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            raw.execute("DELETE FROM outbox")


def test_a_verb_that_fails_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as work:
            work.put("tally", Tally(1))
            work.record(SignedIn(packer_id="p"), actor="p")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.begin() as work:
        assert work.get(Tally, "tally") is None
    assert waiting(store) == []
    assert sign_in(store) == "c-2"
    assert waiting(store) == [1]


def test_documents_are_kept_replaced_listed_and_dropped(store: Store, tmp_path: Path, clock: Clock) -> None:
    with store.begin() as work:
        for key, count in (("b", 2), ("a", 1), ("b", 3)):
            work.put(key, Tally(count))
    store.close()
    again = open_store(tmp_path, clock)
    with again.begin() as work:
        assert work.all(Tally) == [Tally(1), Tally(3)]
        work.drop(Tally, "b")
        assert work.get(Tally, "b") is None
    again.close()


def test_a_document_that_no_longer_fits_its_type_is_named(store: Store) -> None:
    store._journal.driver.execute("INSERT INTO document (kind, key, changed_at, json) VALUES ('Tally', 'x', 0, '{}')")
    with pytest.raises(DocumentUnreadable, match="Tally x"), store.begin() as work:
        work.get(Tally, "x")


def test_commands_are_gapless_chained_and_immutable(store: Store) -> None:
    ids = [sign_in(store) for _ in range(5)]
    batch = store.next_batch(100, 10**6)
    assert [command.seq for command in batch] == [1, 2, 3, 4, 5]
    before = ""
    for command, command_id in zip(batch, ids, strict=True):
        assert json.loads(command.envelope)[1:4] == [command_id, "SignedIn", before]
        before = hashlib.sha256(command.envelope).hexdigest()
        assert command.sha256 == before
        assert store.knows(command_id)
    assert not store.knows("never")


def test_batches_keep_to_their_limits_but_always_move(store: Store) -> None:
    for _ in range(5):
        sign_in(store)
    assert [c.seq for c in store.next_batch(2, 10**6)] == [1, 2]
    assert [c.seq for c in store.next_batch(100, 1)] == [1]
    assert len(store.next_batch(100, 500)) == 2


def test_only_a_verdict_lets_a_command_out_and_only_in_order(store: Store) -> None:
    for _ in range(4):
        sign_in(store)
    assert store.settle(settlement("applied", first=2)) == 0
    assert store.settle(settlement("applied", "refused", "quarantined", have=2)) == 2
    assert waiting(store) == [3, 4]
    assert store.settle(settlement("applied", "refused", "quarantined")) == 1
    assert store.settle(settlement("applied", first=4, epoch=9)) == 0
    summary = store.link_summary()
    assert (summary.waiting, summary.refused, summary.quarantined) == (1, 1, 1)
    assert summary.oldest is not None


def test_a_restored_centre_gets_the_same_bytes_again(store: Store, clock: Clock) -> None:
    for _ in range(4):
        sign_in(store)
    first = store.next_batch(100, 10**6)
    store.settle(settlement(*["applied"] * 4))
    assert store.rewind(1, "lineage-1") == 3
    assert store.next_batch(100, 10**6) == first[1:]
    position = store.position()
    assert position is not None
    assert (position.settled, position.last, position.server_epoch) == (1, 4, "lineage-1")
    assert store.rewind(9, "lineage-2") == 0


def test_settled_commands_are_kept_thirty_days_and_the_last_for_ever(store: Store, clock: Clock) -> None:
    for _ in range(3):
        sign_in(store)
    store.settle(settlement(*["applied"] * 3))
    clock.at += timedelta(days=29)
    store.checkpoint()
    assert store.knows("c-1")
    clock.at += timedelta(days=2)
    store.checkpoint()
    assert [store.knows(f"c-{n}") for n in (1, 2, 3)] == [False, False, True]
    sign_in(store)
    assert waiting(store) == [4]
    with pytest.raises(HistoryGone):
        store.rewind(0, "lineage-1")
    assert waiting(store) == [4]


def test_a_damaged_command_is_found_before_it_is_sent(store: Store) -> None:
    for _ in range(3):
        sign_in(store)
    store._journal.driver.execute("UPDATE outbox SET envelope = envelope || ' ' WHERE seq = 2")
    assert waiting(store) == [1]
    store.settle(settlement("applied"))
    with pytest.raises(DamagedCommand) as damage:
        store.next_batch(10, 1000)
    assert damage.value.seq == 2


def test_pending_kinds_are_those_without_a_verdict(store: Store) -> None:
    with store.begin() as work:
        work.record(ClaimWork(lists=1), actor=None)
        work.record(SignedIn(packer_id="p"), actor="p")
        assert work.pending_kinds() == {"ClaimWork", "SignedIn"}
    store.settle(settlement("applied"))
    with store.begin() as work:
        assert work.pending_kinds() == {"SignedIn"}


def test_nothing_is_recorded_before_enrolment(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with pytest.raises(NotEnrolled):
        sign_in(store)
    assert (store.enrolled(), store.position()) == (None, None)
    store.close()


def test_a_new_epoch_sets_waiting_commands_aside_and_starts_from_one(store: Store, tmp_path: Path) -> None:
    for _ in range(3):
        sign_in(store)
    store.settle(settlement("applied"))
    with pytest.raises(EnrolmentRefused):
        store.enrol(identity(key=b"x" * 32))
    store.enrol(identity())
    assert waiting(store) == [2, 3]
    store.enrol(identity(epoch=2))
    recovery = (tmp_path / "recovery-station-1-1.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in recovery] == [2, 3]
    assert (store.link_summary().set_aside, waiting(store)) == (2, [])
    sign_in(store)
    assert waiting(store) == [1]
    assert store.enrolled() == identity(epoch=2)


def test_serials_are_taken_once_and_blocks_only_once(store: Store) -> None:
    block = SerialBlock(block_id="b1", company_prefix="9501101", extension=3, first=10, last=12)
    later = replace(block, block_id="b2", first=50, last=50)
    store.apply_changes(page(0, 2, row(1, block), row(2, later)))
    taken = []
    for _ in range(3):
        with store.begin() as work:
            taken.append(work.take_serial())
    store.start_over()
    store.apply_changes(page(0, 2, row(1, block), row(2, later)))
    with store.begin() as work:
        assert (work.serials_left(), [leased.next for leased in work.blocks()]) == (1, [50])
        taken += [work.take_serial(), work.take_serial()]
    assert [found and (found[0], found[2]) for found in taken] == [
        ("b1", 10), ("b1", 11), ("b1", 12), ("b2", 50), None,
    ]  # fmt: skip


def test_a_serial_of_a_failed_label_is_given_again(store: Store) -> None:
    block = SerialBlock(block_id="b1", company_prefix="9501101", extension=3, first=1, last=9)
    store.apply_changes(page(0, 1, row(1, block)))

    def fail() -> None:
        with store.begin() as work:
            work.take_serial()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with store.begin() as work:
        assert work.take_serial() == ("b1", block, 1)
    store.apply_changes(page(1, 2, row(2, None, "b1", "block")))
    with store.begin() as work:
        assert work.take_serial() is None


def test_another_thread_may_not_write_but_may_take_over(store: Store) -> None:
    def outcome_elsewhere() -> list[BaseException | str]:
        got: list[BaseException | str] = []

        def act() -> None:
            try:
                got.append(sign_in(store))
                store.disown()
            except AssertionError as fault:
                got.append(fault)

        thread = threading.Thread(target=act)
        thread.start()
        thread.join()
        return got

    assert isinstance(outcome_elsewhere()[0], AssertionError)
    store.disown()
    assert outcome_elsewhere() == ["c-1"]
    assert waiting(store) == [1]


def test_a_second_kiosk_is_refused_in_this_process_and_in_another(store: Store, tmp_path: Path) -> None:
    with pytest.raises(AlreadyRunning, match="another kiosk"):
        open_store(tmp_path)
    child = subprocess.run(
        [sys.executable, "-m", "tests.station_storage.lives", str(tmp_path), "x"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert child.returncode != 0
    assert "AlreadyRunning" in child.stderr
