"""Every test of the centre gets a house of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.house import House, open_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path)
    yield opened
    opened.centre.close()
