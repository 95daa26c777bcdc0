"""Pages of locations with what lies there; each statement is bounded by its page."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from app.central.desk.stock.values import PlaceSeen
from app.central.storage.schema.warehouse.goods import location
from app.central.storage.schema.warehouse.stock import stock_level
from app.central.storage.stores.store import Store

_P, _L = location.c, stock_level.c


class Places(Store):
    def page(self, typed: str, state: str, after: str, most: int) -> tuple[PlaceSeen, ...]:
        """Locations behind a code, in the order of codes."""
        found = select(_P.code, _P.kind, _P.zone, _P.state).where(_P.site_id == self.site, _P.code > after)
        if state:
            found = found.where(_P.state == state)
        if typed:
            folded = typed.lower()
            begins = func.lower(_P.code).startswith(folded, autoescape=True)
            found = found.where(or_(begins, func.lower(_P.zone) == folded))
        rows = self.connection.execute(found.order_by(_P.code).limit(most)).all()
        lies = self._lies([row.code for row in rows])
        return tuple(
            PlaceSeen(code=row.code, kind=row.kind, zone=row.zone, state=row.state, skus=here[0], units=here[1],
                      promised=here[2])
            for row in rows
            for here in [lies.get(row.code, (0, 0, 0))]
        )  # fmt: skip

    def _lies(self, codes: list[str]) -> dict[str, tuple[int, int, int]]:
        """(SKUs, units, units spoken for) by location."""
        skus = func.count(_L.sku.distinct())
        sums = select(_L.location, skus, func.sum(_L.on_hand), func.sum(_L.allocated + _L.reserved))
        here = sums.where(_L.site_id == self.site, _L.location.in_(codes), _L.on_hand > 0).group_by(_L.location)
        return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in self.connection.execute(here)}
