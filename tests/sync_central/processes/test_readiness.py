"""Ready or not, and why: while the database is away, while the disk takes nothing, and by itself again afterwards."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from app.central.audit import audit
from app.central.storage.migrate import newest
from app.main import hidden_inputs
from tests.central.house import SITE, House, open_again, open_house
from tests.postgres_cluster import Cluster, cluster
from tests.sync_central.operating.test_running import Running
from tests.sync_central.wire import Wire, order
from tests.waiting import wait_until

PATIENCE_S = 60
GONE = {"database": "does not answer", "schema": "not known"}
AWAY = ("can not write", "does not answer within 3 s")


def checks(wire: Wire) -> tuple[int, dict[str, str]]:
    """What /readyz answers; the process itself is up all the while."""
    assert wire.ask("GET", "/healthz").status == 200
    answer = wire.ask("GET", "/readyz")
    found = answer.json()
    assert (found["status"] == "ready") == (answer.status == 200)
    return answer.status, {name: words for name, words in found["checks"].items() if words != "ok"}


def says(wire: Wire, name: str, words: str) -> bool:
    return words in checks(wire)[1].get(name, "")


def ready(wire: Wire) -> bool:
    return checks(wire) == (200, {})


def sold(house: House) -> list[str]:
    centre = open_again(house.data, "test", hidden_inputs.now)
    try:
        with centre.read(SITE) as work:
            found = work.connection.execute(text("SELECT external_ref FROM sales_order ORDER BY external_ref"))
            rows = [str(row[0]) for row in found]
        assert audit(centre, SITE) == ()
        return rows
    finally:
        centre.close()


def made(folder: Path, url: str = "") -> House:
    house = open_house(folder, url)
    house.stock({"TEE-M": {"A-1": 500}})
    house.centre.close()
    return house


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    """A server of this test's own: it is stopped and started."""
    with cluster() as started:
        yield started


def test_a_database_that_is_away_and_comes_back(own_server: Cluster, tmp_path: Path) -> None:
    house = made(tmp_path, own_server.make())
    with Running(house) as running, closing(running.wire()) as wire:
        wait_until(partial(ready, wire), PATIENCE_S)
        own_server.stop()
        wait_until(partial(says, wire, "database", "does not answer"), PATIENCE_S)
        status, wrong = checks(wire)
        assert (status, wrong.pop("writer") in AWAY, wrong) == (503, True, GONE)
        away = wire.post_order(order("#1"), "key-1")
        assert (away.status, away.problem().code) == (503, "storage")
        own_server.start()
        wait_until(partial(ready, wire), PATIENCE_S)
        assert wire.post_order(order("#1"), "key-1").status == 201
    assert sold(house) == ["#1"]


def test_a_schema_of_another_program_is_said_until_it_is_ours_again(tmp_path: Path, database: str) -> None:
    house = made(tmp_path, database)
    with Running(house) as running, closing(running.wire()) as wire:
        wait_until(partial(ready, wire), PATIENCE_S)
        _revision(house, "0001")
        wait_until(partial(says, wire, "schema", f"the schema is 0001, this program needs {newest()}"), PATIENCE_S)
        _revision(house, newest())
        wait_until(partial(ready, wire), PATIENCE_S)


def test_a_database_that_may_only_be_read(postgres: Cluster, tmp_path: Path) -> None:
    """As a replica is, before it is promoted."""
    url = postgres.make()
    postgres.own(url)
    house = made(tmp_path, url)
    with Running(house) as running, closing(running.wire()) as wire:
        wait_until(partial(ready, wire), PATIENCE_S)
        _may_write(postgres, url, False)
        wait_until(lambda: checks(wire) in [(503, {"writer": words}) for words in AWAY], PATIENCE_S)
        _may_write(postgres, url, True)
        wait_until(partial(ready, wire), PATIENCE_S)
    postgres.drop(url)


def _may_write(postgres: Cluster, url: str, may: bool) -> None:
    """For sessions from now on; those there are ended."""
    name = url.rsplit("/", 1)[1]
    postgres.run(f"ALTER DATABASE {name} SET default_transaction_read_only = {'off' if may else 'on'}")
    postgres.end_sessions(url)


def _revision(house: House, revision: str) -> None:
    centre = open_again(house.data)
    try:
        centre.do(_written, revision)
    finally:
        centre.close()


def _written(centre: object, revision: str) -> None:
    with centre.begin(SITE) as work:  # type: ignore[attr-defined]
        work.connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_a_disk_with_less_room_than_is_wanted(tmp_path: Path) -> None:
    house = made(tmp_path)
    with (house.data / "central.toml").open("a") as file:
        file.write("[server]\nleast_free_mb = 10000000\n")
    with Running(house) as running, closing(running.wire()) as wire:
        wait_until(partial(says, wire, "disk", "10000000 are wanted"), PATIENCE_S)
        assert wire.post_order(order("#1"), "key-1").status == 201, "whoever can still store, stores"


def test_a_full_disk_refuses_orders_loses_none_and_is_well_once_there_is_room(tmp_path: Path) -> None:
    """No file of the process may grow beyond what the log of SQLite is by then, as on a disk with no room."""
    house = made(tmp_path)
    log = house.data / "centre.db-wal"
    with Running(house) as running, closing(running.wire()) as wire:
        answered = [f"#{n}" for n in range(20) if wire.post_order(order(f"#{n}"), f"key-{n}").status == 201]
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        refused = ""
        for n in range(100, 400):
            answer = wire.post_order(order(f"#{n}"), f"key-{n}")
            if answer.status != 201:
                assert (answer.status, answer.problem().code) == (503, "storage")
                refused = f"#{n}"
                break
            answered.append(f"#{n}")
        assert refused
        wait_until(partial(says, wire, "writer", "can not write"), PATIENCE_S)
        assert wire.get_order(answered[-1]).status == 200, "what is stored can be read"
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        wait_until(partial(ready, wire), PATIENCE_S)
        assert wire.post_order(order(refused), f"key-{refused[1:]}").status == 201
    assert sold(house) == sorted([*answered, refused])
