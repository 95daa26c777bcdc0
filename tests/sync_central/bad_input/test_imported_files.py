"""Files as people save them, through the command line: what is wrong is told with its place, the rest is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.central.house import SITE, House, open_house
from tests.sync_central.commanded import WORLD, central
from tests.sync_central.rows import rows_of

HEADER = "order,placed_at,currency,total,payment,name,street,postcode,city,country,sku,quantity,note"
GOOD = {
    "order": "#1", "placed_at": "2026-09-14T06:00:00Z", "currency": "EUR", "total": "19.90", "payment": "paid",
    "name": "Jürgen Schäfer", "street": "Schloßplatz 88", "postcode": "28195", "city": "Bremen", "country": "DE",
    "sku": "TEE-M", "quantity": "1", "note": "",
}  # fmt: skip
Import = Callable[[bytes | str], tuple[int, str]]


def rows(*changes: dict[str, str]) -> str:
    return "\n".join([HEADER, *(",".join({**GOOD, **one}.values()) for one in changes)]) + "\n"


@pytest.fixture
def house(tmp_path: Path, database: str) -> Iterator[House]:
    opened = open_house(tmp_path, database)
    opened.stock({"TEE-M": {"A-1": 50}})
    yield opened
    opened.centre.close()


@pytest.fixture
def importing(house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """(exit code, what was said) of importing a file's content as orders."""
    world = replace(WORLD, os_user="amina")

    def run(content: bytes | str) -> tuple[int, str]:
        file = tmp_path / "orders.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = central(tmp_path, "import", "orders", file, "--channel", "shop", world=world)
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def references(house: House) -> set[str]:
    found = rows_of(house.centre.database, "SELECT external_ref FROM sales_order")
    return {str(row[0]) for row in found}


def test_a_byte_order_mark_is_no_part_of_the_header(house: House, importing: Import) -> None:
    assert importing(b"\xef\xbb\xbf" + rows({}).encode())[0] == 0
    assert references(house) == {"#1"}


def test_what_is_wrong_is_told_with_line_and_column_and_the_rest_is_taken(house: House, importing: Import) -> None:
    bad: tuple[tuple[dict[str, str], str], ...] = (
        ({"note": "a\x00b"}, "note: holds a control character (U+0000)"),
        ({"note": "x" * 1_000_000}, "note: more than 100000 characters"),
        ({"quantity": "=1+1"}, "quantity"),
        ({"total": "=SUM(A1)"}, "total"),
        ({"placed_at": "2026-03-29T02:30:00"}, "placed_at"),
        ({"placed_at": "2026-03-29T02:30:00 Europe/Berlin"}, "placed_at"),
        ({"placed_at": "2026-03-29T02:30:00+25:00"}, "placed_at"),
        ({"placed_at": "29.03.2026 02:30"}, "placed_at"),
        ({"placed_at": "0000-00-00T00:00:00Z"}, "placed_at"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "-1"}, "quantity"),
        ({"currency": "EURO"}, "currency"),
    )
    text = rows(*({"order": f"#bad-{n}", **changes} for n, (changes, _) in enumerate(bad)), {"order": "#good"})
    code, said = importing(text)
    assert code == 1
    for number, (_, words) in enumerate(bad):
        line = next((one for one in said.splitlines() if f"orders.csv:{number + 2}" in one), said[:3000])
        assert words in line
    assert references(house) == {"#good"}


def test_moments_around_the_change_of_clocks_are_what_their_offset_says(house: House, importing: Import) -> None:
    moments = {
        "#gap": "2026-03-29T02:30:00+01:00",
        "#first": "2025-10-26T02:30:00+02:00",
        "#again": "2025-10-26T02:30:00+01:00",
    }
    assert importing(rows(*({"order": name, "placed_at": at} for name, at in moments.items())))[0] == 0
    with house.centre.read(SITE) as work:
        found = [work.orders.numbered(name)[0] for name in moments]
        placed = {one.external_ref: one.placed_at for one in found}
    assert placed["#gap"].isoformat() == "2026-03-29T01:30:00+00:00"
    assert (placed["#again"] - placed["#first"]).total_seconds() == 3600


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (rows({}).encode("utf-16"), "not UTF-8 text"),
        (rows({}).encode("latin-1"), "orders.csv:2"),
        (b"", "this column is missing"),
        (b"\n\n", "this column is missing"),
        (b"\x00\x01\x02", "column"),
        (HEADER.encode() + b",sku\n", "sku: this column is there twice"),
        (HEADER.encode() + b"\n" + HEADER.encode() + b"\n" + rows({}).encode().split(b"\n", 1)[1], "orders.csv:2"),
        (rows({}).encode().replace(b"TEE-M", b'"TEE-M'), "orders.csv:2"),
    ],
    ids=["utf-16", "latin-1", "empty", "blank", "binary", "column twice", "header twice", "open quote"],
)
def test_a_file_that_is_none_is_told_and_nothing_of_it_taken(importing: Import, content: bytes, words: str) -> None:
    code, said = importing(content)
    assert (code, words in said) == (1, True), said


def test_words_that_a_spreadsheet_would_run_stay_words(house: House, importing: Import) -> None:
    hostile = "=cmd|' /C calc'!A0"
    assert importing(rows({"name": hostile, "note": "@SUM(1)"}))[0] == 0
    (row,) = rows_of(house.centre.database, "SELECT recipient FROM sales_order")
    assert "cmd|" in str(row[0])
