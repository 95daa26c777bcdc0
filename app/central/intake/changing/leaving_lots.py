"""An order lets go of units of lots it may not be given: it leaves its list, and what it lacks is promised anew."""

from __future__ import annotations

from collections.abc import Collection

from app.central.intake.changing.taking_out import take_out
from app.central.intake.promises.promising import move
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.stock.movements import Movement

Lot = tuple[str, str]
"""(SKU, lot)"""


def recalled_lots(work: Work, order_id: str) -> frozenset[Lot]:
    """Recalled lots of which the order is still promised units."""
    mine = {(row.sku, row.lot) for row in work.orders.allocations(order_id) if row.lot and row.open}
    return frozenset(one for one in mine if (lot := work.lots.get(*one)) is not None and lot.state == "recalled")


def is_boxed(work: Work, order_id: str) -> bool:
    """Whether a closed carton of the order is here: what is in it is not picked anew by itself."""
    return any(parcel.state not in ("void", "shipped") for parcel in work.parcels.of_order(order_id))


def leave_lots(work: Work, order: OrderRow, lots: Collection[Lot]) -> None:
    """In no list, and promised nothing of these lots, afterwards; units in a tote wait to be put back."""
    row = work.lists.get(order.list_id) if order.list_id else None
    named = ", ".join(f"lot {lot} of {sku}" for sku, lot in sorted(lots))
    take_out(work, order, row, f"{named} was recalled")
    for promised in work.orders.allocations(order.order_id):
        if (promised.sku, promised.lot) in lots and promised.open:
            move(work, Movement.RELEASED, promised, promised.open, f"recall {work.new_id()}")
            work.orders.change_allocation(promised, released=promised.open)
            work.orders.add(promised.line_id, allocated=-promised.open)
