"""Recipes of kits, and kits as they were sold."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, delete, insert, select, update

from app.central.stock.values import KitRow
from app.central.storage.schema.selling.orders import order_kit
from app.central.storage.schema.warehouse.goods import kit_component, product
from app.central.storage.stores.store import Store, bounded, columns
from app.central.storage.writing.later import insert_later
from app.domain.stock.kits import Component

_C = kit_component.c
_OF_ORDER = columns(order_kit, KitRow).where(order_kit.c.order_id == bindparam("id")).order_by(order_kit.c.position)


class Kits(Store):
    def recipes(self, skus: Collection[str] | None = None) -> dict[str, tuple[Component, ...]]:
        """What each of these SKUs (None: of all) is made of; those that are no kit are left out."""
        found: dict[str, tuple[Component, ...]] = {}
        wanted = select(_C.kit_sku, _C.sku, _C.quantity).where(_C.site_id == self.site).order_by(_C.kit_sku, _C.sku)
        parts = [wanted] if skus is None else [wanted.where(_C.kit_sku.in_(some)) for some in bounded(skus)]
        for part in parts:
            for row in self.connection.execute(part):
                found[row.kit_sku] = (*found.get(row.kit_sku, ()), Component(row.sku, row.quantity))
        return found

    def made_of(self, skus: Collection[str]) -> frozenset[str]:
        """The kits that hold any of these SKUs."""
        wanted = select(_C.kit_sku).where(_C.site_id == self.site)
        parts = (self.connection.execute(wanted.where(_C.sku.in_(some))).scalars() for some in bounded(skus))
        return frozenset(sku for part in parts for sku in part)

    def kits(self, skus: Collection[str]) -> frozenset[str]:
        """Those of `skus` that are kits."""
        wanted = select(_C.kit_sku).where(_C.site_id == self.site)
        parts = (self.connection.execute(wanted.where(_C.kit_sku.in_(some))).scalars() for some in bounded(skus))
        return frozenset(sku for part in parts for sku in part)

    def parts(self, skus: Collection[str]) -> frozenset[str]:
        """Those of `skus` that are components of some kit."""
        wanted = select(_C.sku).where(_C.site_id == self.site)
        parts = (self.connection.execute(wanted.where(_C.sku.in_(some))).scalars() for some in bounded(skus))
        return frozenset(sku for part in parts for sku in part)

    def put(self, kit: str, parts: Collection[Component]) -> bool:
        """Make a SKU a kit of these components; False when it was one of the same."""
        if set(self.recipes([kit]).get(kit, ())) == set(parts):
            return False
        self.connection.execute(delete(kit_component).where(_C.site_id == self.site, _C.kit_sku == kit))
        rows = [{"site_id": self.site, "kit_sku": kit, "sku": part.sku, "quantity": part.quantity} for part in parts]
        self.connection.execute(insert(kit_component), rows)
        mine = update(product).where(product.c.site_id == self.site, product.c.sku == kit)
        self.connection.execute(mine.values(kit=1))
        return True

    def insert(self, rows: Collection[KitRow]) -> None:
        """Kits of an order, as they were sold."""
        if rows:
            made = [{name: getattr(row, name) for name in KitRow.__dataclass_fields__} for row in rows]
            insert_later(self.connection, order_kit, [{**row, "site_id": self.site} for row in made])

    def grow(self, kit_id: str, units: int) -> None:
        """A kit of an order is bought more often."""
        mine = update(order_kit).where(order_kit.c.kit_id == kit_id)
        self.connection.execute(mine.values(quantity=order_kit.c.quantity + units))

    def of_order(self, order_id: str) -> tuple[KitRow, ...]:
        return self.all(_OF_ORDER, KitRow, id=order_id)
