"""The files of a warehouse: locations, counts, packaging, totes, cartons and packers, each a plain CSV."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from app.central.warehouse.records import BadRow, Count, Measure, Package, Place
from app.domain.barcodes.namespaces import encode_place, encode_tote
from app.domain.documents import Carton, Packer
from app.domain.sscc import has_valid_check_digit
from sync.channels.tables import Row, needed, read_table, whole

T = TypeVar("T")

LEVELS = ("inner", "case", "pallet")
COUNTED_LEVELS = ("", "each", *LEVELS)
LOCATION_KINDS = ("pick", "reserve", "receiving", "quarantine", "returns", "staging", "problem")
ROLES = ("packer", "supervisor")


def read_locations(file: str, data: bytes) -> tuple[tuple[Place, ...], tuple[BadRow, ...]]:
    def place(row: Row) -> Place | list[BadRow]:
        code, walk, kind = _own(file, row, "code", encode_place), whole(file, row, "walk", 0), row["kind"] or "pick"
        strange = _among(file, row, "kind", kind, LOCATION_KINDS)
        zone = row["zone"]
        long = BadRow(file, row.line, "zone", "longer than 80 characters") if len(zone) > 80 else None
        return _made(
            lambda: Place(line=row.line, code=str(code), walk=_int(walk), kind=kind, zone=zone),
            code, walk, strange, long,
        )  # fmt: skip

    return _read(file, data, ("code", "walk"), place, lambda made: made.code)


def read_counts(file: str, data: bytes) -> tuple[tuple[Count, ...], tuple[BadRow, ...]]:
    def count(row: Row) -> Count | list[BadRow]:
        place, sku, units = needed(file, row, "location"), needed(file, row, "sku"), whole(file, row, "quantity", 0)
        strange = _among(file, row, "level", row["level"], COUNTED_LEVELS)
        version = whole(file, row, "version", 0) if row["version"] else None
        taken_at = _moment(file, row, "taken_at")
        long = BadRow(file, row.line, "lot", "longer than 40 characters") if len(row["lot"]) > 40 else None
        return _made(
            lambda: Count(
                line=row.line, location=str(place), sku=str(sku), quantity=_int(units), lot=row["lot"],
                level=row["level"], version=version if isinstance(version, int) else None,
                taken_at=taken_at if isinstance(taken_at, datetime) else None,
            ),
            place, sku, units, strange, version, taken_at, long,
        )  # fmt: skip

    return _read(file, data, ("location", "sku", "quantity"), count, lambda made: (made.location, made.sku, made.lot))


def read_packaging(file: str, data: bytes) -> tuple[tuple[Package, ...], tuple[BadRow, ...]]:
    def package(row: Row) -> Package | list[BadRow]:
        sku, units, level, gtin = needed(file, row, "sku"), whole(file, row, "units", 2), row["level"], row["gtin"]
        strange = _among(file, row, "level", level, LEVELS)
        good = len(gtin) in (8, 12, 13, 14) and has_valid_check_digit(gtin)
        wrong = None if good else BadRow(file, row.line, "gtin", f"{gtin[:30]!a} is not a GTIN with its check digit")
        return _made(
            lambda: Package(line=row.line, sku=str(sku), level=level, gtin=gtin.zfill(14), units=_int(units)),
            sku, units, strange, wrong,
        )  # fmt: skip

    return _read(file, data, ("sku", "level", "gtin", "units"), package, lambda made: (made.sku, made.gtin))


def read_measures(file: str, data: bytes) -> tuple[tuple[Measure, ...], tuple[BadRow, ...]]:
    """One unit of each SKU, its sides in millimetres."""
    sides = ("length_mm", "width_mm", "height_mm")

    def measure(row: Row) -> Measure | list[BadRow]:
        sku, found = needed(file, row, "sku"), {side: whole(file, row, side, 1, 10_000) for side in sides}
        made = {side: _int(much) for side, much in found.items()}
        return _made(lambda: Measure(line=row.line, sku=str(sku), **made), sku, *found.values())

    return _read(file, data, ("sku", *sides), measure, lambda made: made.sku)


def read_totes(file: str, data: bytes) -> tuple[tuple[str, ...], tuple[BadRow, ...]]:
    def tote(row: Row) -> str | list[BadRow]:
        code = _own(file, row, "code", encode_tote)
        return _made(lambda: str(code), code)

    return _read(file, data, ("code",), tote, lambda made: made)


def read_cartons(file: str, data: bytes) -> tuple[tuple[Carton, ...], tuple[BadRow, ...]]:
    numbers = ("length_mm", "width_mm", "height_mm", "max_grams", "tare_grams")

    def carton(row: Row) -> Carton | list[BadRow]:
        code, name = needed(file, row, "code", 40), needed(file, row, "name")
        sizes = {column: whole(file, row, column, 0 if column == "tare_grams" else 1) for column in numbers}
        made = {column: _int(size) for column, size in sizes.items()}
        return _made(lambda: Carton(code=str(code), name=str(name), **made), code, name, *sizes.values())

    return _read(file, data, ("code", "name", *numbers), carton, lambda made: made.code)


def read_packers(file: str, data: bytes) -> tuple[tuple[Packer, ...], tuple[BadRow, ...]]:
    """Only the hash of a badge is kept: sha256 of its id in capitals."""

    def packer(row: Row) -> Packer | list[BadRow]:
        who, badge, name = needed(file, row, "packer_id", 40), needed(file, row, "badge", 40), needed(file, row, "name")
        role, language = row["role"] or "packer", row["language"] or "en"
        strange = _among(file, row, "role", role, ROLES)
        weak = isinstance(badge, str) and len(badge) < 20
        guessable = BadRow(file, row.line, "badge", "a badge id needs at least 20 random characters") if weak else None
        hashed = hashlib.sha256(str(badge).upper().encode()).hexdigest()
        return _made(
            lambda: Packer(packer_id=str(who), name=str(name), role=role, badge_sha256=hashed, language=language),
            who, badge, name, strange, guessable,
        )  # fmt: skip

    return _read(file, data, ("packer_id", "badge", "name"), packer, lambda made: made.packer_id)


def _read(
    file: str,
    data: bytes,
    required: Sequence[str],
    make: Callable[[Row], T | list[BadRow]],
    key: Callable[[T], object],
) -> tuple[tuple[T, ...], tuple[BadRow, ...]]:
    table = read_table(file, data, required)
    good: dict[object, T] = {}
    bad = list(table.bad)
    for row in table.rows:
        made = make(row)
        if isinstance(made, list):
            bad += made
        elif key(made) in good:
            bad.append(BadRow(file, row.line, required[0], "the same as in a row above"))
        else:
            good[key(made)] = made
    return tuple(good.values()), tuple(sorted(bad, key=lambda row: row.line))


def _made(make: Callable[[], T], *cells: object) -> T | list[BadRow]:
    """The record, unless one of its cells is bad."""
    bad = [cell for cell in cells if isinstance(cell, BadRow)]
    return bad or make()


def _int(cell: Any) -> int:
    return cell if isinstance(cell, int) else 0


def _moment(file: str, row: Row, column: str) -> datetime | BadRow | None:
    """A moment with its offset from UTC, like 2026-09-14T08:30:00+02:00; None when the cell is empty."""
    if not row[column]:
        return None
    try:
        found = datetime.fromisoformat(row[column])
    except ValueError:
        return BadRow(file, row.line, column, f"{row[column][:40]!a} is not a moment like 2026-09-14T08:30:00+02:00")
    if found.tzinfo is None:
        return BadRow(file, row.line, column, "the offset from UTC is missing, like +02:00")
    return found


def _among(file: str, row: Row, column: str, value: str, allowed: Sequence[str]) -> BadRow | None:
    if value in allowed:
        return None
    return BadRow(file, row.line, column, f"{value[:30]!a} is none of {', '.join(allowed)}")


def _own(file: str, row: Row, column: str, encode: Callable[[str], str]) -> str | BadRow:
    """A code we print as a barcode of our own: only what that barcode can hold."""
    try:
        encode(row[column])
    except ValueError as error:
        return BadRow(file, row.line, column, str(error))
    return row[column]
