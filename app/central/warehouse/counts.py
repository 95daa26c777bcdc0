"""Counts of stock, applied as a delta to what the counter says: never below what is already promised."""

from __future__ import annotations

from collections.abc import Sequence

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.storage.unit import Work
from app.central.warehouse.imports import show_product
from app.central.warehouse.records import BadRow, Count, Imported
from app.domain.stock.movements import Movement


def import_stock(centre: Centre, site: str, file: str, sha256: str, counts: Sequence[Count]) -> Imported:
    """Apply a file of counts once (`sha256` names its bytes): a second import of the same bytes moves nothing."""
    with centre.begin(site) as work:
        site_row(work)
        known = work.goods.known({count.sku for count in counts})
        places = work.goods.walk({count.location for count in counts})
        bad = list(_strangers(file, counts, known, places))
        strange = {row.line for row in bad}
        changed = 0
        for count in counts:
            if count.line in strange or work.stock.moved(f"{_idem(sha256, count)}:{Movement.COUNTED}"):
                continue
            problem = _apply(work, count, sha256)
            changed += 1
            if problem:
                bad.append(BadRow(file, count.line, "quantity", problem))
            if work.goods.set_home(count.sku, count.location):
                show_product(work, count.sku)
        return Imported(len(counts), changed, tuple(bad))


def _strangers(file: str, counts: Sequence[Count], known: frozenset[str], places: dict[str, int]) -> list[BadRow]:
    bad = []
    seen: set[tuple[str, str]] = set()
    for count in counts:
        if count.sku not in known:
            bad.append(BadRow(file, count.line, "sku", f"SKU {count.sku!r} is not in the catalogue"))
        elif count.location not in places:
            bad.append(BadRow(file, count.line, "location", f"location {count.location!r} is not known"))
        elif (count.location, count.sku) in seen:
            bad.append(BadRow(file, count.line, "location", f"{count.sku} at {count.location} was counted above"))
        seen.add((count.location, count.sku))
    return bad


def _apply(work: Work, count: Count, sha256: str) -> str:
    """Move the level to what was counted; words when more is promised than was found."""
    level = work.stock.open_level(count.sku, count.location)
    if level.unavailable:
        _move(work, Movement.FOUND, count, level.unavailable, sha256)
    target = max(count.quantity, level.allocated)
    _move(work, Movement.COUNTED, count, target - level.on_hand, sha256)
    if target == count.quantity:
        return ""
    problem = f"{count.quantity} counted, but {level.allocated} are promised to orders: set to {target}; count again"
    work.tasks.open(work.new_id(), "count", f"{count.sku} at {count.location}: {problem}")
    return problem


def _move(work: Work, kind: Movement, count: Count, quantity: int, sha256: str) -> None:
    idem = f"{_idem(sha256, count)}:{kind}"
    moved = work.stock.move(
        kind, count.sku, count.location, quantity, ledger_id=work.new_id(), cause=f"count {sha256[:12]}", idem=idem
    )
    assert moved, f"{kind} {count}"


def _idem(sha256: str, count: Count) -> str:
    return f"count:{sha256}:{count.location}:{count.sku}"
