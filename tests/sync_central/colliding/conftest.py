"""Verbs that collide without HTTP have a house too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.house import House, open_house


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    yield opened
    opened.centre.close()
