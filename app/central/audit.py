"""Whether the counters still are what the ledger says, and whether any order was lost, doubled or labelled twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.storage.unit import Work

MOST = 10_000
"""Drifts told of at once: a database with more needs its backup, not a list."""


@dataclass(frozen=True, slots=True)
class Drift:
    """`where` names a counter; `counter` is what it says, `ledger` what it should.

    `of` and `key` say the same to a program: level (sku, location, lot), line or parcel (line id), lot, serial or kit.
    """

    where: str
    counter: int
    ledger: int
    of: str = ""
    key: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.where}: counter {self.counter}, should be {self.ledger}"


def audit(centre: Centre, site: str) -> tuple[Drift, ...]:
    """Recompute every counter of a site, adding up in the database; () when nothing drifted."""
    with centre.read(site) as work:
        return tuple(drift for drift, _ in zip(drifts(work), range(MOST), strict=False))


def drifts(work: Work) -> Iterator[Drift]:
    """Every drift of a site, one after another."""
    for key, counters in work.sums.levels():
        yield from _level(key, counters)
    for name, line_id, sku, says, should in work.sums.lines():
        yield Drift(f"{name} of line {line_id} ({sku})", says, should, "line", (line_id, name))
    for line_id, units, shipped in work.sums.parcels():
        yield Drift(f"in parcels of line {line_id}", units, shipped, "parcel", (line_id,))
    for line_id, sku, says, should in work.sums.kits():
        yield Drift(f"kit component {sku} of line {line_id}", says, should, "kit", (line_id,))
    for sku, lot, units in work.sums.lots():
        yield Drift(f"on_hand of {sku} in unknown lot {lot}", units, 0, "lot", (sku, lot))
    for line_id, sku, taken, packed in work.sums.serials():
        yield Drift(f"serial numbers of line {line_id} ({sku})", taken, packed, "serial", (line_id,))


def _level(key: tuple[str, str, str], counters: dict[str, tuple[int, int, int]]) -> Iterator[Drift]:
    sku, place, lot = key
    named = f"{sku}{' lot ' if lot else ''}{lot} at {place}"
    for name, (says, ledger, should) in counters.items():
        if says != should:
            yield Drift(f"{name} of {named}", says, should, "level", (*key, name))
        if ledger != should:
            yield Drift(f"ledger of {name} of {named}", ledger, should, "level", (*key, name))
