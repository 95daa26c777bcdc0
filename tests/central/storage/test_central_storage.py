"""The database: opened as it must be, migrated up and down with data in it, and faults reported as faults."""

import threading
from pathlib import Path

import pytest

from app.central.centre import Centre
from app.central.storage.database import in_folder
from app.central.storage.engines.faults import Broken, StorageFault
from app.central.storage.migrate import alone, current, differences, downgrade, migrate, newest, revisions
from app.central.storage.schema import METADATA
from tests.central.house import SITE, House, new_order


def test_the_migrated_database_is_the_schema_of_the_code(tmp_path: Path, database: str) -> None:
    found = in_folder(tmp_path, database)
    assert migrate(found, "e") == newest()
    assert differences(found) == []
    assert migrate(found, "another") == newest()


def test_down_to_nothing_and_up_again_with_data_in_it(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    house.take(new_order("#1", [("TEE-M", 1)]))
    database = house.centre.database
    for revision in [*revisions()[-2::-1], "base"]:
        downgrade(database, revision)
        assert current(database) == ("" if revision == "base" else revision)
    for revision in revisions():
        assert migrate(database, "again", revision) == revision
    assert differences(database) == []


def test_every_row_names_its_site() -> None:
    without = {name for name, table in METADATA.tables.items() if "site_id" not in table.c}
    assert without == {"lineage", "sign_in_attempt"}


def test_readers_can_not_write(house: House) -> None:
    with pytest.raises(StorageFault, match=r"read-?only"), house.centre.read(SITE) as work:
        work.goods.put_tote("T-no")


@pytest.mark.parametrize("database", [""])
def test_the_sqlite_writer_flushes_every_commit(house: House) -> None:
    def pragmas(centre: Centre) -> list[object]:
        with centre.begin(SITE) as work:
            names = ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint", "trusted_schema")
            return [work.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert house.centre.do(pragmas) == ["wal", 2, 1, 0, 0]


def test_a_broken_rule_undoes_its_step_and_says_so(house: House) -> None:
    def break_it(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-undone")
            work.goods.put_location("A-1", 1, "pick")
            work.connection.exec_driver_sql("UPDATE site SET serial_next = -1")

    with pytest.raises(Broken, match="ck_site_counters"):
        house.centre.do(break_it)
    with house.centre.read(SITE) as work:
        assert "T-undone" not in work.goods.totes()


def test_a_fault_of_the_database_stores_nothing_and_the_next_verb_works(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})

    def fault(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-lost")
            work.connection.exec_driver_sql("SELECT nothing FROM nowhere")

    with pytest.raises(StorageFault):
        house.centre.do(fault)
    with house.centre.read(SITE) as work:
        assert "T-lost" not in work.goods.totes()
    assert house.take(new_order("#1", [("TEE-M", 1)])).lifecycle == "accepted"


def test_another_process_may_write_in_between(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    with alone(house.centre.database) as other:
        other.exec_driver_sql("INSERT INTO tote (site_id, code, state) VALUES ('DO1', 'T-other', 'free')")
    assert house.take(new_order("#1", [("TEE-M", 1)])).lifecycle == "accepted"
    with house.centre.read(SITE) as work:
        assert "T-other" in work.goods.totes()


def test_what_was_answered_is_there_after_the_centre_is_opened_again(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    with alone(house.centre.database) as fresh:
        rows = fresh.exec_driver_sql("SELECT order_id, lifecycle FROM sales_order").all()
    assert [tuple(row) for row in rows] == [(taken.order_id, "accepted")]


def test_a_verb_called_off_is_not_run_and_the_writer_goes_on(house: House) -> None:
    gate, ran = threading.Event(), threading.Event()
    waiting = house.centre.submit(lambda _: gate.wait(20))
    called_off, running = house.centre.submit(lambda _: ran.set()), house.centre.submit(lambda _: gate.wait(20))
    assert called_off.cancel()
    gate.set()
    assert waiting.result(20)
    assert running.result(20)
    assert house.centre.do(lambda _: 1) == 1
    assert not ran.is_set()
