"""Whether the counters still are what the ledger says, and whether any order was lost, doubled or labelled twice."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.centre import Centre
from app.central.storage.unit import Work


@dataclass(frozen=True, slots=True)
class Drift:
    """`where` names a counter; `counter` is what it says, `ledger` what it should."""

    where: str
    counter: int
    ledger: int

    def __str__(self) -> str:
        return f"{self.where}: counter {self.counter}, should be {self.ledger}"


def audit(centre: Centre, site: str) -> tuple[Drift, ...]:
    """Recompute every counter of a site; () when nothing drifted."""
    with centre.read(site) as work:
        return (*_levels(work), *_lines(work), *_parcels(work))


def _levels(work: Work) -> list[Drift]:
    drifts = []
    sums, promised = work.stock.ledger_sums(), work.stock.promised()
    for level in work.stock.levels():
        key = (level.sku, level.location)
        should = sums.pop(key, (0, 0, 0))
        for name, counter, ledger in zip(
            ("on_hand", "allocated", "unavailable"),
            (level.on_hand, level.allocated, level.unavailable),
            should,
            strict=True,
        ):
            drifts.append(Drift(f"{name} of {level.sku} at {level.location}", counter, ledger))
        drifts.append(Drift(f"promised of {level.sku} at {level.location}", level.allocated, promised.get(key, 0)))
    drifts += [Drift(f"on_hand of {sku} at {place} (no level)", 0, left[0]) for (sku, place), left in sums.items()]
    return [drift for drift in drifts if drift.counter != drift.ledger]


def _lines(work: Work) -> list[Drift]:
    open_units: dict[str, int] = {}
    consumed: dict[str, int] = {}
    for row in work.orders.all_allocations():
        open_units[row.line_id] = open_units.get(row.line_id, 0) + row.open
        consumed[row.line_id] = consumed.get(row.line_id, 0) + row.consumed
    drifts = []
    for line in work.orders.all_lines():
        where = f"line {line.line_id} ({line.sku})"
        drifts.append(Drift(f"allocated of {where}", line.allocated, open_units.get(line.line_id, 0)))
        drifts.append(Drift(f"shipped of {where}", line.shipped, consumed.get(line.line_id, 0)))
    return [drift for drift in drifts if drift.counter != drift.ledger]


def _parcels(work: Work) -> list[Drift]:
    """Units in dispatched parcels against units shipped: a doubled parcel shows here."""
    shipped = {line.line_id: line.shipped for line in work.orders.all_lines()}
    boxed = work.parcels.shipped_units()
    found = [Drift(f"in parcels of line {line_id}", units, shipped.get(line_id, 0)) for line_id, units in boxed.items()]
    found += [
        Drift(f"in parcels of line {key}", 0, units) for key, units in shipped.items() if units and key not in boxed
    ]
    return [drift for drift in found if drift.counter != drift.ledger]
