"""A real centre behind real HTTP on loopback, one per test and engine."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.serving.server import CentreServer, ServeConfig
from tests.central.house import Bytes, Clock, Ids, open_house
from tests.sync_central.wire import Served, Wire


@pytest.fixture
def wire(served: Served) -> Wire:
    return served.wire


@pytest.fixture
def served(tmp_path: Path, database: str) -> Iterator[Served]:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 50}, "CAP": {"A-2": 0}})
    house.centre.close()
    where: list[tuple[str, int]] = []
    listening = threading.Event()

    def ready(host: str, port: int) -> None:
        where.append((host, port))
        listening.set()

    clock = Clock()
    config = ServeConfig(
        data=tmp_path,
        database=database,
        host="127.0.0.1",
        port=0,
        now=clock,
        new_id=Ids("srv"),
        random_bytes=Bytes(),
        ready=ready,
    )
    server = CentreServer(config)
    thread = threading.Thread(target=server.run, name="centre")
    thread.start()
    assert listening.wait(10)
    spoken = Wire(where[0], house.key, tmp_path)
    yield Served(spoken, server.stop)
    spoken.close()
    server.stop()
    thread.join(15)
    assert not thread.is_alive()
