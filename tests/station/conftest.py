"""The floor of the bench's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.station.floor import Floor, opened


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    yield from opened(tmp_path / "bench")
