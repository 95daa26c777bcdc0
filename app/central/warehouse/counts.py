"""Counts of stock, applied as a difference to what the books said when it was counted, never below what is spoken for.

A count says when it was taken (a level's version, or a moment): what moved since, a stocktake during picking, stays as
it is. A file without either was counted now.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.stock.moving import By, NotMoved, arrived
from app.central.storage.unit import Work
from app.central.values import LevelRow
from app.central.warehouse.records import BadRow, Count, Imported
from app.central.warehouse.showing import show_product
from app.central.work.values import TaskItem
from app.domain.stock.counting import Standing, correct
from app.domain.stock.movements import Delta, Movement
from app.domain.stock.packaging import BrokenCase, check_whole, units_of

COUNT_MOST: Final = 10_000_000


def import_stock(centre: Centre, site: str, file: str, sha256: str, counts: Sequence[Count]) -> Imported:
    """Apply a file of counts once (`sha256` names its bytes): a second import of the same bytes moves nothing."""
    with centre.begin(site) as work:
        site_row(work)
        catalogue = work.goods.catalogue({count.sku for count in counts})
        places = work.goods.walk({count.location for count in counts})
        bad = list(_strangers(file, counts, catalogue, places))
        strange = {row.line for row in bad}
        changed = 0
        for count in counts:
            if count.line in strange or work.stock.moved(f"{_idem(sha256, count)}:{Movement.COUNTED}"):
                continue
            problem = _described(work, count)
            if problem is None:
                problem = apply_count(work, count, f"count {sha256[:12]}", _idem(sha256, count))
                changed += 1
            if problem:
                bad.append(BadRow(file, count.line, "quantity", problem))
            if work.goods.set_home(count.sku, count.location):
                show_product(work, count.sku)
        return Imported(len(counts), changed, tuple(bad))


def count_by_hand(centre: Centre, site: str, count: Count, by: By) -> str | NotMoved:
    """One shelf counted now by a person; words when more is promised than was found, "" when all is well."""
    with centre.begin(site) as work:
        if not 0 <= count.quantity <= COUNT_MOST:
            return NotMoved("quantity", f"{count.quantity} units: 0 to {COUNT_MOST}")
        catalogue, places = work.goods.catalogue({count.sku}), work.goods.walk({count.location})
        strange = _strangers("", [count], catalogue, places)
        if strange:
            return NotMoved(strange[0].column, strange[0].problem)
        wrong = _described(work, count)
        if wrong is not None:
            return NotMoved("lot" if "lot" in wrong else "quantity", wrong)
        if work.stock.moved(f"desk:{by.key}:{Movement.COUNTED}"):
            return ""
        words = apply_count(work, count, by.key, f"desk:{by.key}", by.who)
        arrived(work)
        return words


def _strangers(file: str, counts: Sequence[Count], catalogue: dict[str, bool], places: dict[str, int]) -> list[BadRow]:
    bad = []
    seen: set[tuple[str, str, str]] = set()
    for count in counts:
        key = (count.location, count.sku, count.lot)
        if count.sku not in catalogue:
            bad.append(BadRow(file, count.line, "sku", f"SKU {count.sku!r} is not in the catalogue"))
        elif catalogue[count.sku]:
            bad.append(BadRow(file, count.line, "sku", f"{count.sku} is a kit: count its components"))
        elif count.location not in places:
            bad.append(BadRow(file, count.line, "location", f"location {count.location!r} is not known"))
        elif key in seen:
            bad.append(BadRow(file, count.line, "location", f"{count.sku} at {count.location} was counted above"))
        seen.add(key)
    return bad


def _described(work: Work, count: Count) -> str | None:
    """What is wrong with how a count names its units, None when nothing; only products with flags have anything."""
    track = work.lots.track(count.sku)
    assert track is not None
    if track.tracks_lot and (not count.lot or work.lots.get(count.sku, count.lot) is None):
        return f"{count.sku} is kept by lot: name one that was received"
    if count.lot and not track.tracks_lot:
        return f"{count.sku} is not kept by lot"
    try:
        units = units_of(count.quantity, count.level, work.goods.barcodes(count.sku) if count.level else ())
        if track.whole_cases:
            check_whole(units, work.goods.barcodes(count.sku))
    except BrokenCase as error:
        return str(error)
    return None


def apply_count(work: Work, count: Count, cause: str, idem: str, actor: str = "") -> str:
    """Move the level to what was counted; words when more is spoken for than was found. `idem` makes it once."""
    level = work.stock.open_level(count.sku, count.location, count.lot)
    timed = count.version is not None or count.taken_at is not None
    since = work.stock.since(level, count.version, count.taken_at) if timed else Delta()
    units = units_of(count.quantity, count.level, work.goods.barcodes(count.sku) if count.level else ())
    made = correct(units, standing(level), since)
    if made.found:
        _move(work, Movement.FOUND, count, made.found, (cause, f"{idem}:{Movement.FOUND}", actor))
    _move(work, Movement.COUNTED, count, made.change, (cause, f"{idem}:{Movement.COUNTED}", actor))
    if not made.kept:
        return ""
    spoken = level.allocated + level.reserved
    problem = f"{units} counted, but {spoken} are promised to orders: set to {units + made.kept}; count again"
    again = TaskItem(count.sku, count.location, units + made.kept, count.lot)  # what the books say: never 0
    work.tasks.open(work.new_id(), "count", f"{count.sku} at {count.location}: {problem}", items=[again])
    return problem


def standing(level: LevelRow) -> Standing:
    """The counters a count is measured against."""
    return Standing(**{name: getattr(level, name) for name in Standing.__dataclass_fields__})


def _move(work: Work, kind: Movement, count: Count, quantity: int, about: tuple[str, str, str]) -> None:
    cause, idem, actor = about
    moved = work.stock.move(
        kind,
        count.sku,
        count.location,
        quantity,
        ledger_id=work.new_id(),
        cause=cause,
        idem=idem,
        actor=actor,
        lot_code=count.lot,
    )
    assert moved, f"{kind} {count}"


def _idem(sha256: str, count: Count) -> str:
    return f"count:{sha256}:{count.location}:{count.sku}{':' if count.lot else ''}{count.lot}"
