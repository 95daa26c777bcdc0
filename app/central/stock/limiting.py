"""How far a level may be promised: safety stock nobody is promised, and by how much promises may exceed what is there.

`safety` is kept back from orders and reservations only: what was promised before stays promised. `backorder_limit` lets
counts, corrections and shortages bring a level below what is promised of it, and orders of channels that may oversell
be promised units before they are there (see `intake.overselling`); baskets are never kept on its strength.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.stock.moving import NotMoved, arrived, place_for
from app.central.storage.unit import Work
from app.central.warehouse.records import BadRow, Imported

MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one level, `lot` "" for what has no lots; None leaves one as it is. `line` is where a file says so."""

    sku: str
    location: str
    lot: str = ""
    safety: int | None = None
    backorder_limit: int | None = None
    line: int = 0


def limit(centre: Centre, site: str, asked: Limits, actor: Actor) -> NotMoved | None:
    """Set the limits of a level; orders that wait get at once what less safety stock lets go."""
    with centre.begin(site) as work:
        done = _limit(work, asked)
        if done is True:
            about = {"location": asked.location, "safety": asked.safety, "backorder_limit": asked.backorder_limit}
            record(work, actor, "stock.limits", Subject("sku", asked.sku), {**about, "lot": asked.lot})
            arrived(work)
        return done if isinstance(done, NotMoved) else None


def import_limits(centre: Centre, site: str, file: str, rows: Sequence[Limits]) -> Imported:
    """Set the limits of every good row of a file; the same file again changes nothing."""
    with centre.begin(site) as work:
        done = [(row, _limit(work, row)) for row in rows]
        bad = tuple(BadRow(file, row.line, no.field, no.why) for row, no in done if isinstance(no, NotMoved))
        changed = sum(found is True for _, found in done)
        if changed:
            arrived(work)
        return Imported(len(rows), changed, bad)


def _limit(work: Work, asked: Limits) -> NotMoved | bool:
    """True when something changed."""
    for name, units in (("safety", asked.safety), ("backorder_limit", asked.backorder_limit)):
        if units is not None and not 0 <= units <= MOST:
            return NotMoved(name, f"{units} units: 0 to {MOST}")
    track, place = work.lots.track(asked.sku), place_for(work, asked.location, into=False)
    if track is None or track.kit:
        why = "is a kit: limit its components" if track else "is not in the catalogue"
        return NotMoved("sku", f"SKU {asked.sku!r} {why}")
    if isinstance(place, NotMoved):
        return place
    if asked.lot and work.lots.get(asked.sku, asked.lot) is None:
        return NotMoved("lot", f"lot {asked.lot} of {asked.sku} is not known: receive it")
    level = work.stock.open_level(asked.sku, asked.location, asked.lot)
    safety = level.safety if asked.safety is None else asked.safety
    beyond = level.backorder_limit if asked.backorder_limit is None else asked.backorder_limit
    if (safety, beyond) == (level.safety, level.backorder_limit):
        return False
    if not work.stock.set_limits(asked.sku, asked.location, asked.lot, safety, beyond):
        over = level.allocated + level.reserved + level.unavailable - level.on_hand
        return NotMoved("backorder_limit", f"{over} units more than there are spoken for: at least {over}")
    return True
