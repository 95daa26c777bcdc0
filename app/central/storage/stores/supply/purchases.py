"""Purchases, their lines and what arrived of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, insert, select, update

from app.central.storage.schema.warehouse.supply import purchase, purchase_line, receipt
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import PurchaseLineRow, PurchaseRow, ReceiptRow

_P, _L, _R = purchase.c, purchase_line.c, receipt.c
_LEFT = case((_L.ordered > _L.received, _L.ordered - _L.received), else_=0)


class Purchases(Store):
    def insert(self, row: PurchaseRow, lines: Collection[PurchaseLineRow]) -> None:
        values = {name: getattr(row, name) for name in PurchaseRow.__dataclass_fields__}
        self.connection.execute(insert(purchase), {**values, "site_id": self.site})
        made = [{name: getattr(line, name) for name in PurchaseLineRow.__dataclass_fields__} for line in lines]
        self.connection.execute(insert(purchase_line), [{**one, "site_id": self.site} for one in made])

    def get(self, name: str) -> PurchaseRow | None:
        """By its id or its number."""
        found = columns(purchase, PurchaseRow).where(_P.site_id == self.site)
        return self.one(found.where((_P.purchase_id == name) | (_P.number == name)), PurchaseRow)

    def page(self, most: int, state: str = "", supplier: str = "", before: str = "") -> tuple[PurchaseRow, ...]:
        """Newest first, behind the id of the last one seen."""
        found = columns(purchase, PurchaseRow).where(_P.site_id == self.site)
        found = found.where(_P.state == state) if state else found
        found = found.where(_P.supplier == supplier) if supplier else found
        found = found.where(_P.purchase_id < before) if before else found
        return self.all(found.order_by(_P.purchase_id.desc()).limit(most), PurchaseRow)

    def lines(self, purchase_id: str) -> tuple[PurchaseLineRow, ...]:
        found = columns(purchase_line, PurchaseLineRow).where(_L.purchase_id == purchase_id)
        return self.all(found.order_by(_L.position), PurchaseLineRow)

    def change(self, purchase_id: str, states: Collection[str], **values: Any) -> bool:
        """Change a purchase that still is in one of `states`; False when it moved on."""
        mine = update(purchase).where(_P.purchase_id == purchase_id, _P.site_id == self.site)
        return bool(self.connection.execute(mine.where(_P.state.in_(tuple(states))).values(**values)).rowcount)

    def arrived(self, purchase_id: str, sku: str, units: int, damaged: int) -> PurchaseLineRow | None:
        """Count units in; the line as it is now, None when the purchase has no such line."""
        mine = update(purchase_line).where(_L.purchase_id == purchase_id, _L.sku == sku)
        mine = mine.values(received=_L.received + units, damaged=_L.damaged + damaged)
        if not self.connection.execute(mine).rowcount:
            return None
        found = columns(purchase_line, PurchaseLineRow).where(_L.purchase_id == purchase_id, _L.sku == sku)
        return self.one(found, PurchaseLineRow)

    def incoming(self, skus: Collection[str]) -> dict[str, int]:
        """Units still to come of open purchases, of those of these SKUs that have any."""
        found = select(_L.sku, func.sum(_LEFT)).join(purchase, _P.purchase_id == _L.purchase_id)
        found = found.where(_L.site_id == self.site, _P.state == "open").group_by(_L.sku)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(_L.sku.in_(some))))
        return {row[0]: int(row[1]) for row in rows if row[1]}

    def overdue(self, today: date) -> tuple[PurchaseRow, ...]:
        """Open purchases that were to be here before today."""
        found = columns(purchase, PurchaseRow).where(_P.site_id == self.site, _P.state == "open")
        return self.all(found.where(_P.expected_on < today).order_by(_P.expected_on, _P.number), PurchaseRow)

    def add_receipt(self, row: ReceiptRow) -> None:
        values = {name: getattr(row, name) for name in ReceiptRow.__dataclass_fields__}
        self.connection.execute(insert(receipt), {**values, "site_id": self.site})

    def receipt(self, receipt_key: str) -> ReceiptRow | None:
        return self.one(self._receipts().where(_R.receipt_key == receipt_key), ReceiptRow)

    def receipts(self, purchase_id: str) -> tuple[ReceiptRow, ...]:
        found = self._receipts().where(_R.purchase_id == purchase_id)
        return self.all(found.order_by(_R.received_at, _R.receipt_id), ReceiptRow)

    def _receipts(self) -> Select[Any]:
        return columns(receipt, ReceiptRow).where(and_(_R.site_id == self.site))
