"""Suppliers, how each SKU is bought, and which SKUs there are to look at."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select

from app.central.storage.schema.warehouse.goods import product, product_barcode
from app.central.storage.schema.warehouse.supply import supplier, supply_rule
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import RuleRow, SupplierRow

_S, _R, _P = supplier.c, supply_rule.c, product.c


class Buying(Store):
    def suppliers(self) -> dict[str, SupplierRow]:
        found = columns(supplier, SupplierRow).where(_S.site_id == self.site).order_by(_S.code)
        return {row.code: row for row in self.all(found, SupplierRow)}

    def put_supplier(self, row: SupplierRow) -> bool:
        values = {name: getattr(row, name) for name in SupplierRow.__dataclass_fields__ if name != "code"}
        return self.upsert(supplier, {"site_id": self.site, "code": row.code}, values)

    def rules(self, skus: Collection[str]) -> dict[str, RuleRow]:
        """Those of these SKUs that have one."""
        found = columns(supply_rule, RuleRow).where(_R.site_id == self.site)
        rows = (row for some in bounded(skus) for row in self.all(found.where(_R.sku.in_(some)), RuleRow))
        return {row.sku: row for row in rows}

    def put_rule(self, row: RuleRow) -> bool:
        values = {name: getattr(row, name) for name in RuleRow.__dataclass_fields__ if name != "sku"}
        return self.upsert(supply_rule, {"site_id": self.site, "sku": row.sku}, values)

    def rules_behind(self, after: str, most: int, of: str = "") -> tuple[RuleRow, ...]:
        """Rules of SKUs behind this one, in order; of one supplier, or ("") of all."""
        found = columns(supply_rule, RuleRow).where(_R.site_id == self.site, _R.sku > after)
        found = found.where(_R.supplier == of) if of else found
        return self.all(found.order_by(_R.sku).limit(most), RuleRow)

    def drop_rule(self, sku: str) -> bool:
        mine = delete(supply_rule).where(_R.site_id == self.site, _R.sku == sku)
        return bool(self.connection.execute(mine).rowcount)

    def bought_of(self) -> dict[str, int]:
        """How many SKUs name each supplier."""
        found = select(_R.supplier, func.count()).where(_R.site_id == self.site).group_by(_R.supplier)
        return {row[0]: int(row[1]) for row in self.connection.execute(found)}

    def skus(self, after: str, most: int) -> tuple[str, ...]:
        """The next SKUs that are bought themselves, which kits are not, in their order."""
        found = select(_P.sku).where(_P.site_id == self.site, _P.sku > after, _P.kit == 0)
        return tuple(self.connection.execute(found.order_by(_P.sku).limit(most)).scalars())

    def barcode(self, code: str) -> tuple[str, int] | None:
        """(sku, units) of a barcode of the catalogue."""
        c = product_barcode.c
        found = select(c.sku, c.units).where(c.site_id == self.site, c.code == code).order_by(c.sku).limit(1)
        row = self.connection.execute(found).first()
        return None if row is None else (row[0], row[1])

    def names(self, skus: Collection[str]) -> dict[str, str]:
        found = select(_P.sku, _P.name).where(_P.site_id == self.site)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(_P.sku.in_(some))))
        return {row[0]: row[1] for row in rows}
