"""What only PostgreSQL does to a verb: deadlocks, conflicts, sessions cut in the middle; each verb counts once."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from app.central.centre import Centre
from app.central.storage.engines.faults import Broken, NotKnown, StorageFault
from app.central.storage.engines.postgresql import site_lock
from app.central.storage.unit import Work
from app.central.warehouse.imports import import_site
from tests.central.house import SITE, House, open_again, open_house, site_record
from tests.postgres_cluster import Cluster

OTHER = "DO2"
PATIENCE_S = 20


@pytest.fixture
def database(postgres: Cluster) -> Iterator[str]:
    url = postgres.make()
    yield url
    postgres.drop(url)


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    opened.centre.do(import_site, site_record(OTHER))
    yield opened
    opened.centre.close()


def up(work: Work) -> int:
    """Count the site's lists up by one; the number it has now."""
    sql = "UPDATE site SET list_next = list_next + 1 WHERE site_id = %(site)s RETURNING list_next"
    return int(work.connection.exec_driver_sql(sql, {"site": work.site}).scalar_one())


def count(centre: Centre, *sites: str, between: Callable[[], object] = lambda: None) -> int:
    """Count each site's lists up by one, in one verb; `between` is called behind the first. The last number."""
    number = 0
    for place, site in enumerate(sites):
        if place == 1:
            between()
        with centre.begin(site) as work:
            number = up(work)
    return number


def counted(centre: Centre, site: str = SITE) -> int:
    """How often the site was counted up."""
    with centre.read(site) as work:
        found = work.goods.site_row()
        assert found is not None
        sql = "SELECT list_next FROM site WHERE site_id = %(site)s"
        return int(work.connection.exec_driver_sql(sql, {"site": site}).scalar_one())


def once(act: Callable[[], object]) -> Callable[[], object]:
    """The act, the first time it is called only."""
    done: list[bool] = []

    def maybe() -> object:
        if done:
            return None
        done.append(True)
        return act()

    return maybe


def test_two_verbs_that_lock_each_other_out_both_get_through(house: House) -> None:
    with ExitStack() as stack:
        second = open_again(house.data)
        stack.callback(second.close)
        meet = threading.Barrier(2, timeout=PATIENCE_S)
        here = house.centre.submit(count, SITE, OTHER, between=once(meet.wait))
        there = second.submit(count, OTHER, SITE, between=once(meet.wait))
        here.result(PATIENCE_S)
        there.result(PATIENCE_S)
    assert (counted(house.centre), counted(house.centre, OTHER)) == (2, 2)


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_conflict_with_another_transaction_is_tried_again(house: House, state: str) -> None:
    tries: list[int] = []

    def conflict(centre: Centre) -> None:
        tries.append(1)
        with centre.begin(SITE) as work:
            up(work)
            if len(tries) < 3:
                raised = f"DO $$ BEGIN RAISE EXCEPTION 'now' USING ERRCODE = '{state}'; END $$"
                work.connection.exec_driver_sql(raised)

    house.centre.do(conflict)
    assert (len(tries), counted(house.centre)) == (3, 1)


def test_a_conflict_that_does_not_pass_ends_as_a_fault_and_stores_nothing(house: House) -> None:
    def conflict(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            up(work)
            work.connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'now' USING ERRCODE = '40001'; END $$")

    with pytest.raises(StorageFault, match="now"):
        house.centre.do(conflict)
    assert counted(house.centre) == 0


def test_sessions_cut_in_the_middle_of_a_group_lose_and_double_nothing(house: House, postgres: Cluster) -> None:
    cut = once(lambda: postgres.end_sessions(house.database))
    gate = threading.Event()
    waiting = house.centre.submit(lambda _: gate.wait(PATIENCE_S))
    numbers = [house.centre.submit(count, SITE) for _ in range(5)]
    numbers.append(house.centre.submit(count, SITE, OTHER, between=cut))
    numbers += [house.centre.submit(count, SITE) for _ in range(5)]
    gate.set()
    waiting.result(PATIENCE_S)
    assert len({future.result(PATIENCE_S) for future in numbers[:5] + numbers[6:]}) == 10
    assert numbers[5].result(PATIENCE_S) == 1
    assert (counted(house.centre), counted(house.centre, OTHER)) == (11, 1)
    postgres.end_sessions(house.database)
    assert counted(house.centre) == 11, "readers come back too"


def test_a_lost_answer_to_the_commit_is_a_fault_and_never_a_second_run(house: House, postgres: Cluster) -> None:
    with postgres.connect(house.database.rsplit("/", 1)[1]) as admin:
        admin.execute("CREATE TABLE cut_at_commit (n int)")
        admin.execute(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$"
        )
        admin.execute(
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON cut_at_commit DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION cut()"
        )
    admin.close()
    tries: list[int] = []

    def cut_off(centre: Centre) -> None:
        tries.append(1)
        with centre.begin(SITE) as work:
            up(work)
            work.connection.exec_driver_sql("INSERT INTO cut_at_commit VALUES (1)")

    with pytest.raises(NotKnown, match="answer to the commit was lost"):
        house.centre.do(cut_off)
    assert (len(tries), counted(house.centre)) == (1, 0)
    assert house.centre.do(count, SITE) == 1


def test_a_faulty_verb_takes_nothing_else_with_it(house: House) -> None:
    def faulty(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            up(work)
            work.connection.exec_driver_sql("SELECT nothing FROM nowhere")

    gate = threading.Event()
    waiting = house.centre.submit(lambda _: gate.wait(PATIENCE_S))
    good = [house.centre.submit(count, SITE) for _ in range(3)]
    bad = house.centre.submit(faulty)
    good += [house.centre.submit(count, SITE) for _ in range(3)]
    gate.set()
    waiting.result(PATIENCE_S)
    with pytest.raises(StorageFault, match="nowhere"):
        bad.result(PATIENCE_S)
    assert len({future.result(PATIENCE_S) for future in good}) == 6
    assert counted(house.centre) == 6


def test_a_verb_that_has_to_wait_for_its_site_keeps_no_other_site_waiting(house: House, postgres: Cluster) -> None:
    lock = site_lock(OTHER)
    with postgres.connect(house.database.rsplit("/", 1)[1]) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", (lock["space"], lock["key"]))
        gate = threading.Event()
        waiting = house.centre.submit(lambda _: gate.wait(PATIENCE_S))
        first, second = house.centre.submit(count, SITE), house.centre.submit(count, OTHER)
        gate.set()
        waiting.result(PATIENCE_S)
        first.result(PATIENCE_S)
        assert counted(house.centre) == 1
        assert not second.done()
        elsewhere.execute("SELECT pg_advisory_unlock(%s, %s)", (lock["space"], lock["key"]))
        assert second.result(PATIENCE_S) == 1
    elsewhere.close()


def test_what_was_broken_is_said_without_the_row(house: House) -> None:
    def break_it(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.connection.exec_driver_sql("UPDATE site SET serial_next = -1, sender = 'Jane Doe'")

    with pytest.raises(Broken, match="ck_site_counters") as broken:
        house.centre.do(break_it)
    assert "Jane" not in str(broken.value)


def test_text_no_column_can_hold_is_a_broken_rule(house: House) -> None:
    def hold(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-\x00")

    with pytest.raises(Broken, match="NUL"):
        house.centre.do(hold)


def test_a_server_that_is_gone_without_a_word_is_noticed_by_who_writes_and_who_reads(house: House) -> None:
    def bounds(work: Work) -> tuple[int, int, int]:
        driver = work.connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        with socket.socket(fileno=os.dup(driver.fileno())) as same:
            probes = same.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            idle_s = same.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            return probes, idle_s, same.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)

    def writing(centre: Centre) -> tuple[int, int, int]:
        with centre.begin(SITE) as work:
            return bounds(work)

    with house.centre.read(SITE) as work:
        assert bounds(work) == (1, 10, 30_000)
    assert house.centre.do(writing) == (1, 10, 30_000)
