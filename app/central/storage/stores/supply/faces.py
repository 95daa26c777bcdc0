"""Pick faces: what lies ready in each, what open pick lists will take of it, and what lies behind it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from app.central.storage.schema.indexes import OPEN
from app.central.storage.schema.selling.orders import allocation, sales_order
from app.central.storage.schema.warehouse.goods import location
from app.central.storage.schema.warehouse.stock import stock_level
from app.central.storage.schema.warehouse.supply import pick_face
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import FaceRow

_F, _L, _P, _A, _O = pick_face.c, stock_level.c, location.c, allocation.c, sales_order.c
_NAMES = tuple(FaceRow.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Standing:
    """`ready` units of a face nobody was promised; `lists` counts the orders pick lists will still take `listed` of its
    units for, the first of which is to leave at `ship_by`."""

    face: FaceRow
    ready: int
    lists: int = 0
    listed: int = 0
    ship_by: datetime | None = None


class Faces(Store):
    def all_faces(self) -> tuple[FaceRow, ...]:
        found = columns(pick_face, FaceRow).where(_F.site_id == self.site)
        return self.all(found.order_by(_F.location, _F.sku), FaceRow)

    def get(self, face_id: str) -> FaceRow | None:
        found = columns(pick_face, FaceRow).where(_F.site_id == self.site, _F.face_id == face_id)
        return self.one(found, FaceRow)

    def find(self, place: str, sku: str) -> FaceRow | None:
        found = columns(pick_face, FaceRow).where(_F.site_id == self.site, _F.location == place, _F.sku == sku)
        return self.one(found, FaceRow)

    def behind(self, after: str, most: int, place: str, sku: str) -> tuple[FaceRow, ...]:
        """The next faces in the order of their ids; of one location or SKU, or ("") of all."""
        found = columns(pick_face, FaceRow).where(_F.site_id == self.site, _F.face_id > after)
        found = found.where(_F.location == place) if place else found
        found = found.where(_F.sku == sku) if sku else found
        return self.all(found.order_by(_F.face_id).limit(most), FaceRow)

    def insert(self, row: FaceRow) -> None:
        values = {name: getattr(row, name) for name in FaceRow.__dataclass_fields__}
        self.connection.execute(insert(pick_face), {**values, "site_id": self.site})

    def change(self, face_id: str, **values: Any) -> bool:
        mine = update(pick_face).where(_F.site_id == self.site, _F.face_id == face_id)
        return bool(self.connection.execute(mine.values(**values)).rowcount)

    def remove(self, face_id: str) -> None:
        self.connection.execute(pick_face.delete().where(_F.site_id == self.site, _F.face_id == face_id))

    def standings(self, after: str, most: int) -> tuple[Standing, ...]:
        """The next faces in the order of their ids."""
        here = and_(_L.site_id == _F.site_id, _L.sku == _F.sku, _L.location == _F.location)
        free = _L.on_hand - _L.allocated - _L.reserved - _L.unavailable
        units = select(func.coalesce(func.sum(free), 0)).where(here).scalar_subquery()
        found = select(*(_F[name] for name in _NAMES), units).where(_F.site_id == self.site, _F.face_id > after)
        rows = self.connection.execute(found.order_by(_F.face_id).limit(most)).all()
        wanted = self._listed([row.sku for row in rows])
        made = []
        for row in rows:
            face = FaceRow(**dict(zip(_NAMES, row[:-1], strict=True)))
            made.append(Standing(face, int(row[-1]), *wanted.get((face.sku, face.location), (0, 0, None))))
        return tuple(made)

    def _listed(self, skus: Collection[str]) -> dict[tuple[str, str], tuple[int, int, datetime | None]]:
        """(orders, units, first ship-by) of what open pick lists still take, by (sku, location)."""
        units = _A.quantity - _A.consumed - _A.released - _A.picked
        found = select(_A.sku, _A.location, func.count(_O.order_id.distinct()), func.sum(units), func.min(_O.ship_by))
        found = found.join(sales_order, _O.order_id == _A.order_id).where(_A.site_id == self.site, OPEN, units > 0)
        found = found.where(_O.list_id.is_not(None), _O.lifecycle == "accepted").group_by(_A.sku, _A.location)
        rows = (row for some in bounded(skus) for row in self.connection.execute(found.where(_A.sku.in_(some))))
        return {(row[0], row[1]): (int(row[2]), int(row[3]), row[4]) for row in rows}
