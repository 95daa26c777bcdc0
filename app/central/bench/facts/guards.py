"""Whether a fact still fits the order it is about: cancelled meanwhile, or leased to another station since."""

from __future__ import annotations

from app.central.bench.outcomes import Bench, Conflict
from app.central.values import LineRow, ListRow, OrderRow


def open_order(bench: Bench, order_id: str, list_id: str = "") -> OrderRow | Conflict:
    """The order, if this station may still work on it."""
    order = bench.work.orders.order(order_id)
    if order is None or order.site_id != bench.work.site:
        return Conflict(
            "unknown_order", f"{bench.station.name} worked on an order the centre does not know: {order_id}"
        )
    if order.lifecycle == "cancelled":
        return Conflict("stop_shipment", f"Order {order.number} was cancelled: stop it at {bench.station.name}.")
    row = bench.work.lists.get(list_id) if list_id else bench.work.lists.newest_of(order_id)
    return older_lease(bench, row, order.number) or _struck_out(bench, row, order) or order


def _struck_out(bench: Bench, row: ListRow | None, order: OrderRow) -> Conflict | None:
    """A conflict when the order was taken out of that list since it changed: its tote holds something else."""
    why = bench.work.lists.taken_out(row.list_id).get(order.order_id) if row is not None else None
    if why is None:
        return None
    return Conflict("changed_order", f"{bench.station.name} worked on {order.number} as it was ({why}): put it back.")


def older_lease(bench: Bench, row: ListRow | None, number: str) -> Conflict | None:
    """A conflict when the fact's fencing token is not the one of the newest lease of its list.

    A station that was granted the list again told what it did before under its own older fence: that counts. Nobody
    else took a unit meanwhile, for a list of which units are in totes is never granted anew.
    """
    if row is None:
        return None
    if row.station_id == bench.station.station_id and (
        bench.fence in (None, row.fence) or bench.work.lists.was_granted(row.list_id, row.station_id, bench.fence)
    ):
        return None
    text = f"{bench.station.name} worked on {number} under an older lease ({bench.fence}, now {row.fence}): check it."
    return Conflict("older_lease", text)


def line_of(bench: Bench, order: OrderRow, line_id: str, sku: str) -> LineRow | Conflict:
    """The order's line, if it is of this SKU."""
    for line in bench.work.orders.lines(order.order_id):
        if line.line_id == line_id and line.sku == sku:
            return line
    return Conflict("unknown_line", f"Order {order.number} has no line {line_id} of {sku}.")
