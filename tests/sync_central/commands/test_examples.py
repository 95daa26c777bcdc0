"""A file of every kind that can be imported lies in resources, and the demo warehouse takes each of them whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.commands.incoming.file_imports import KINDS, TOLD_BY, import_file
from tests.central.house import SITE, House, open_house

RESOURCES = Path(__file__).parents[3] / "resources"
CALLED = {"products_export": "catalogue", "counts": "stock", "orders_export": "orders", "orders_plain": "orders"}
"""Files that are not called by their kind."""
IN_TURN = ("site", "locations", "catalogue", "packaging", "measures", "kits", "stock", "limits", "suppliers", "supply")


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    yield opened
    opened.centre.close()


def kind_of(file: Path) -> str:
    return CALLED.get(file.stem, file.stem)


def files() -> list[Path]:
    """What others rest on first; rows that are bad on purpose are left out."""
    found = [file for room in ("demo", "examples") for file in (RESOURCES / room).iterdir() if kind_of(file) in KINDS]
    return sorted(found, key=lambda file: IN_TURN.index(kind_of(file)) if kind_of(file) in IN_TURN else len(IN_TURN))


def test_there_is_an_example_of_every_kind_of_file() -> None:
    assert {kind_of(file) for file in files()} == set(KINDS)


def test_the_demo_warehouse_takes_every_example_whole(house: House) -> None:
    for file in files():
        done = import_file(house.centre, kind_of(file), file, SITE, house.channel)
        assert (done.bad, done.read > 0) == ((), True), (file.name, done.bad)


def test_an_example_is_known_by_its_header() -> None:
    for file in files():
        if file.suffix == ".csv":
            header = set(file.read_text(encoding="utf-8-sig").splitlines()[0].split(","))
            assert next(kind for kind, columns in TOLD_BY if columns <= header) == kind_of(file), file.name
