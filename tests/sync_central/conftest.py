"""A real centre behind real HTTP on loopback, one per test and engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.house import open_house
from tests.sync_central.serving import serving
from tests.sync_central.wire import Served, Wire


@pytest.fixture
def wire(served: Served) -> Wire:
    return served.wire


@pytest.fixture
def served(tmp_path: Path, database: str) -> Iterator[Served]:
    house = open_house(tmp_path, database)
    house.stock({"TEE-M": {"A-1": 50}, "CAP": {"A-2": 0}})
    house.centre.close()
    with serving(tmp_path, database, house.key) as running:
        yield running
