"""Kill -9, a full disk, failing writes and migrations: what was confirmed is there, what failed left nothing."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData

from app.domain.facts import SignedIn
from app.station.storage import Store, StoreFailed
from app.station.storage.files.connection import Writer
from app.station.storage.files.migrating import HEADS, JOURNAL, REPLICA, bring_up_to_date, migrate, newest, revision
from app.station.storage.schema import journal, replica
from tests.station_storage.lives import Tally, identity, open_store, product, sign_in

KILLS = 15
ROOT = Path(__file__).parents[2]


def test_kill_nine_loses_and_doubles_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.enrol(identity())
    store.close()
    acked: list[str] = []
    for life in range(KILLS):
        acked += _append_and_die(tmp_path, f"life{life}", 1 + life % 7)
    store = open_store(tmp_path, life="after")
    batch = store.next_batch(10**6, 10**9)
    assert [command.seq for command in batch] == list(range(1, len(batch) + 1))
    assert [command_id for command_id in acked if not store.knows(command_id)] == []
    with store.begin() as work:
        assert work.get(Tally, "tally") == Tally(len(batch))
    assert len(acked) <= len(batch) <= len(acked) + KILLS * 50
    assert len(set(acked)) == len(acked)
    store.close()


def _append_and_die(folder: Path, life: str, after: int) -> list[str]:
    """The ids a child acknowledged before it was killed, at least `after` of them."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.station_storage.lives", str(folder), life],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(after)]
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.read().splitlines(keepends=True)
    assert child.returncode == -signal.SIGKILL
    return [line.strip() for line in lines if line.endswith("\n")]


def test_a_full_disk_fails_whole_and_leaves_what_was_confirmed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.enrol(identity())
    confirmed = sign_in(store)
    driver = store._journal.driver
    driver.execute(f"PRAGMA max_page_count={driver.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreFailed) as failure:
        _sign_in_with_a_big_name(store)
    lost = failure.value.commands[0]
    assert failure.value.full
    assert (store.knows(lost), store.knows(confirmed)) == (False, True)
    assert sign_in(store)
    assert [command.seq for command in store.next_batch(9, 10**6)] == [1, 2]
    store.close()


def _sign_in_with_a_big_name(store: Store) -> None:
    with store.begin() as work:
        work.record(SignedIn(packer_id="p"), actor="p")
        work.put("big", product("BIG", name="x" * 100_000))


def test_a_failing_write_fails_whole_and_the_store_goes_on_afterwards(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.enrol(identity())
    sign_in(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (tmp_path / "journal.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, hard))  # the next WAL frame fails with EFBIG
    try:
        with pytest.raises(StoreFailed) as failure:
            sign_in(store)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not failure.value.full
    assert not store.knows(failure.value.commands[0])
    sign_in(store)
    assert [command.seq for command in store.next_batch(9, 10**6)] == [1, 2]
    store.close()


@pytest.mark.parametrize(("database", "metadata"), [(JOURNAL, journal), (REPLICA, replica)])
def test_migrations_run_up_and_down_and_build_the_schema(tmp_path: Path, database: str, metadata: MetaData) -> None:
    assert newest(database) == HEADS[database]
    writer = Writer(tmp_path / "some.db")
    for _ in range(2):
        assert bring_up_to_date(writer, database, copy=True)
        assert not bring_up_to_date(writer, database, copy=True)
        with writer.connection.begin():
            context = MigrationContext.configure(writer.connection)
            assert compare_metadata(context, metadata) == []
        migrate(writer, database, "base")
        assert revision(writer) is None
    writer.close()


def test_an_existing_journal_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.enrol(identity())
    sign_in(store)
    store.close()
    writer = Writer(tmp_path / "journal.db")
    writer.driver.execute("UPDATE alembic_version SET version_num='journal_0000'")
    with pytest.raises(Exception, match="journal_0000"):
        bring_up_to_date(writer, JOURNAL, copy=True)
    writer.close()
    copy = Writer(tmp_path / "journal.db.before-journal_0001")
    assert copy.driver.execute("SELECT count(*) FROM outbox").fetchone() == (1,)
    copy.close()
    assert not list(tmp_path.glob("*.making"))
