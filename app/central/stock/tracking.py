"""What has to be known of a product's units, lots that are recalled, places that are closed."""

from __future__ import annotations

from app.central.centre import Centre
from app.central.stock.moving import NotMoved, arrived
from app.central.stock.recalling import let_go, stop_work
from app.central.stock.values import TrackRow
from app.central.warehouse.showing import show_lots, show_product

PLACE_STATES = ("open", "blocked", "closed")


def track(centre: Centre, site: str, row: TrackRow) -> NotMoved | None:
    """Say what has to be known of a product's units from now on (`row.kit` is left as it is).

    What is in stock stays as it was received: a product starts or stops being kept by lot only while it has none.
    """
    if row.min_days < 0:
        return NotMoved("min_days", f"{row.min_days} days: 0 or more")
    if row.tracks_expiry and not row.tracks_lot:
        return NotMoved("tracks_expiry", "only lots expire: keep it by lot too")
    with centre.begin(site) as work:
        known = work.lots.track(row.sku)
        if known is None:
            return NotMoved("sku", f"SKU {row.sku!r} is not in the catalogue")
        if known.tracks_lot != row.tracks_lot and any(level.on_hand for level in work.stock.levels(row.sku)):
            return NotMoved("tracks_lot", f"{row.sku} is in stock: count it to 0 first, then receive it by lot")
        if work.lots.set_track(row):
            show_product(work, row.sku)
            show_lots(work, row.sku)
            arrived(work)
        return None


def recall(centre: Centre, site: str, sku: str, lot: str, *, good: bool = False) -> NotMoved | None:
    """Nothing of a recalled lot is promised any more (`good`: it is again), and no bench takes it.

    What was promised of it moves to other lots by itself, also where a bench works on it (`recalling`). An order with
    a closed box is held, at its bench too, until a person says how it goes on, or the lot is good again.
    """
    with centre.begin(site) as work:
        if work.lots.get(sku, lot) is None:
            return NotMoved("lot", f"lot {lot!r} of {sku} is not known")
        if work.lots.set_state(sku, lot, "good" if good else "recalled"):
            show_lots(work, sku)
            if good:
                arrived(work)
        (let_go if good else stop_work)(work, sku, lot)
        return None


def set_place(centre: Centre, site: str, code: str, state: str) -> NotMoved | None:
    """Open, block (nothing is promised of it) or close (nothing is put there either) a location."""
    if state not in PLACE_STATES:
        return NotMoved("state", f"{state!r} is none of {', '.join(PLACE_STATES)}")
    with centre.begin(site) as work:
        if work.lots.place(code) is None:
            return NotMoved("location", f"location {code!r} is not known")
        if work.lots.set_place_state(code, state) and state == "open":
            arrived(work)
        return None
