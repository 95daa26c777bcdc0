"""Stock corrected by hand: adjusted with a reason, kept apart and let go, put back for sale, scrapped."""

from __future__ import annotations

from app.central.centre import Centre
from app.central.stock.moving import (
    By,
    NotMoved,
    Units,
    arrived,
    done,
    first_refusal,
    move_units,
    place_for,
    set_apart,
    too_few,
    tracked,
)
from app.central.storage.unit import Work
from app.domain.stock.movements import Movement


def adjust(centre: Centre, site: str, units: Units, change: int, by: By) -> NotMoved | None:
    """Change what is on hand by `change` units, up or down, never below what is spoken for."""
    if not by.why.strip():
        return NotMoved("why", "an adjustment needs its reason")
    if change == 0:
        return NotMoved("change", "0 units: nothing to adjust")
    with centre.begin(site) as work:
        refused = _may(work, units)
        if refused is not None or done(work, by):
            return refused
        if change > 0 and units.lot and work.lots.get(units.sku, units.lot) is None:
            return NotMoved("lot", f"lot {units.lot} of {units.sku} is not known: receive it")
        work.stock.open_level(units.sku, units.location, units.lot)
        if not move_units(work, Movement.ADJUSTED, units, by, quantity=change):
            return too_few(work, units, f"adjusted by {change}")
        arrived(work)
        return None


def quarantine(centre: Centre, site: str, units: Units, by: By) -> NotMoved | None:
    """Keep free units apart: they stay where they are, and are not for sale."""
    with centre.begin(site) as work:
        refused = _may(work, units)
        if refused is not None or done(work, by):
            return refused
        return None if move_units(work, Movement.QUARANTINED, units, by) else too_few(work, units, "quarantined")


def unquarantine(centre: Centre, site: str, units: Units, by: By) -> NotMoved | None:
    """Let quarantined units go: they are for sale again. Returned units wait for their inspection instead."""
    with centre.begin(site) as work:
        refused = _may(work, units)
        if refused is not None or done(work, by):
            return refused
        if set_apart(work, units) < units.quantity:
            return too_few(work, units, "let go")
        if not move_units(work, Movement.UNQUARANTINED, units, by):
            return too_few(work, units, "let go")
        arrived(work)
        return None


def put_back(centre: Centre, site: str, units: Units, by: By) -> NotMoved | None:
    """Units that were put aside (a cancelled order's tote) lie in their place again, and are for sale."""
    with centre.begin(site) as work:
        refused = _may(work, units)
        if refused is not None or done(work, by):
            return refused
        level = work.stock.level(units.sku, units.location, units.lot)
        if level is None or level.unavailable - level.quarantined < units.quantity:
            return too_few(work, units, "put back")
        if not move_units(work, Movement.PUT_BACK, units, by):
            return too_few(work, units, "put back")
        arrived(work)
        return None


def scrap(centre: Centre, site: str, units: Units, by: By) -> NotMoved | None:
    """Units that are good for nothing leave the books: free ones are kept apart and gone in one step."""
    if not by.why.strip():
        return NotMoved("why", "scrapping needs its reason")
    with centre.begin(site) as work:
        refused = _may(work, units)
        if refused is not None or done(work, by):
            return refused
        apart = min(units.quantity, set_apart(work, units))
        with work.step():
            fresh = units.quantity - apart
            if fresh and not move_units(work, Movement.QUARANTINED, units, by, part="apart", quantity=fresh):
                return too_few(work, units, "scrapped")
            assert move_units(work, Movement.SCRAPPED, units, by), units
            return _serials_gone(work, units)


def _serials_gone(work: Work, units: Units) -> NotMoved | None:
    for number in units.serials:
        work.lots.move_serial(units.sku, number, "stock", "gone", None)
    return None


def _may(work: Work, units: Units) -> NotMoved | None:
    return first_refusal(tracked(work, units), place_for(work, units.location, into=False))
