"""Orders with everything a file says of them, a page at once: a statement for each kind of row."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.central.stock.values import KitRow
from app.central.storage.schema.selling.details import order_details
from app.central.storage.schema.selling.orders import order_kit, order_line, sales_order
from app.central.storage.stores.store import Store, bounded, columns
from app.central.values import LineRow, OrderRow


class WholeOrders(Store):
    def orders(self, order_ids: Collection[str]) -> tuple[OrderRow, ...]:
        found = columns(sales_order, OrderRow)
        parts = (self.all(found.where(sales_order.c.order_id.in_(some)), OrderRow) for some in bounded(order_ids))
        return tuple(row for part in parts for row in part)

    def emails(self, order_ids: Collection[str]) -> dict[str, str]:
        """By order id, of orders that have details."""
        said = order_details.c
        found = select(said.order_id, said.email)
        parts = (self.connection.execute(found.where(said.order_id.in_(some))) for some in bounded(order_ids))
        return {row.order_id: row.email for part in parts for row in part}

    def bought(self, order_ids: Collection[str]) -> dict[str, tuple[LineRow | KitRow, ...]]:
        """By order id, the lines as the customer bought them: a kit is one line, its components are none."""
        lines = columns(order_line, LineRow).where(order_line.c.kit_id.is_(None))
        kits = columns(order_kit, KitRow)
        found: dict[str, list[LineRow | KitRow]] = {}
        for some in bounded(order_ids):
            for line in self.all(lines.where(order_line.c.order_id.in_(some)), LineRow):
                found.setdefault(line.order_id, []).append(line)
            for kit in self.all(kits.where(order_kit.c.order_id.in_(some)), KitRow):
                found.setdefault(kit.order_id, []).append(kit)
        return {order_id: tuple(sorted(rows, key=lambda row: row.position)) for order_id, rows in found.items()}
