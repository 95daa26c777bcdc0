"""A look into a dump that is killed leaves its database behind: the next look drops that, and no other."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from app.central.backups import write
from app.central.storage.backup.postgresql_dump import scratch
from app.central.storage.database import in_folder
from app.central.storage.engines import lock_spaces
from tests.central.house import House, new_order, open_house
from tests.postgres_cluster import Cluster
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]
LOOKS = 40_000
LOOK_S = 0.001


@pytest.fixture
def house(tmp_path: Path, postgres: Cluster) -> Iterator[House]:
    url = postgres.make()
    postgres.own(url)
    opened = open_house(tmp_path / "centre", url)
    opened.stock({"TEE-M": {"A-1": 50}})
    opened.take(new_order("#1", [("TEE-M", 1)]))
    yield opened
    opened.centre.close()
    postgres.drop(url)


@pytest.fixture
def asked(postgres: Cluster) -> Iterator[psycopg.Connection[Any]]:
    """A session that sees the databases of the server."""
    with postgres.connect() as session:
        yield session


def checks(session: psycopg.Connection[Any]) -> list[str]:
    rows = session.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'packbench_check_')")
    return [row[0] for row in rows]


def looked_into(session: psycopg.Connection[Any]) -> bool:
    """Whether a lock on a check's database is held: a server notices a moment later that a client was killed."""
    found = session.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [lock_spaces.CHECK])
    return found.fetchone() is not None


def verify(house: House, file: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app.main", "central", "--config", str(house.data / "central.toml")]
    return subprocess.Popen([*command, "backup", "verify", str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_what_a_killed_check_left_is_dropped_by_the_next_and_a_running_one_is_left_alone(
    house: House, asked: psycopg.Connection[Any], tmp_path: Path
) -> None:
    file, database = tmp_path / "kept", in_folder(house.data, house.database)
    write(database, file)
    killed, pause = verify(house, file), threading.Event()
    for _ in range(LOOKS):
        if checks(asked) or killed.poll() is not None:
            break
        pause.wait(LOOK_S)
    killed.kill()
    killed.communicate()
    (left,) = checks(asked)
    wait_until(lambda: not looked_into(asked), words="the server to notice that it was killed")
    with scratch(database, file, "living") as living:
        name = make_url(living.url).database
        assert checks(asked) == [name] != [left]
        beside = verify(house, file)
        said, _ = beside.communicate()
        assert (beside.returncode, "no counter drifted" in said) == (0, True), said
        assert checks(asked) == [name]
    assert checks(asked) == []
