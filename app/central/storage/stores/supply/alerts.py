"""Alerts: a row each time something crosses its line, ended once when it has recovered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, insert, literal, or_, select, update

from app.central.storage.schema.indexes import IN_LOTS, RAISED
from app.central.storage.schema.warehouse.stock import lot, stock_level
from app.central.storage.schema.warehouse.supply import alert
from app.central.storage.stores.stock.ahead import AT_SITE
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import AlertRow

_A, _L, _LOT = alert.c, stock_level.c, lot.c
_ROWS = columns(alert, AlertRow)


class Alerts(Store):
    def raised(self, kind: str, subjects: Collection[str] | None = None) -> dict[str, AlertRow]:
        """Raised alerts of a kind by their subject; of these subjects only, or all."""
        found = _ROWS.where(_A.site_id == self.site, _A.kind == kind, RAISED)
        if subjects is None:
            return {row.subject: row for row in self.all(found, AlertRow)}
        parts = (self.all(found.where(_A.subject.in_(some)), AlertRow) for some in bounded(subjects))
        return {row.subject: row for part in parts for row in part}

    def insert(self, row: AlertRow) -> None:
        values = {name: getattr(row, name) for name in AlertRow.__dataclass_fields__}
        self.connection.execute(insert(alert), {**values, "site_id": self.site})

    def recover(self, alert_id: str) -> bool:
        """End a raised alert; False when it had ended."""
        mine = update(alert).where(_A.alert_id == alert_id, _A.site_id == self.site, _A.state == "raised")
        return bool(self.connection.execute(mine.values(state="recovered", recovered_at=self.now)).rowcount)

    def page(
        self, most: int, state: str = "", kind: str = "", sku: str = "", before: tuple[datetime, str] | None = None
    ) -> tuple[AlertRow, ...]:
        """Newest first, behind (time, id) of the last one seen."""
        found = _ROWS.where(_A.site_id == self.site)
        for column, value in ((_A.state, state), (_A.kind, kind), (_A.sku, sku)):
            found = found.where(column == value) if value else found
        if before is not None:
            at, last = before
            found = found.where(_A.raised_at <= at, or_(_A.raised_at < at, _A.alert_id < last))
        return self.all(found.order_by(_A.raised_at.desc(), _A.alert_id.desc()).limit(most), AlertRow)

    def low(self, most: int, after: str = "") -> tuple[str, ...]:
        """SKUs that are low, in their order, behind one."""
        found = select(_A.sku).where(_A.site_id == self.site, _A.kind == "low_stock", RAISED)
        return tuple(self.connection.execute(found.where(_A.sku > after).order_by(_A.sku).limit(most)).scalars())

    def near_expiry(self, until: date) -> dict[tuple[str, str], date]:
        """The last day to leave of each (sku, lot) that lies here and may not leave after `until`."""
        here = and_(_L.site_id == _LOT.site_id, _L.sku == _LOT.sku, _L.lot == _LOT.lot)
        found = select(_LOT.sku, _LOT.lot, _LOT.ship_until).join(stock_level, here).distinct()
        found = found.where(IN_LOTS, literal(self.site) == AT_SITE, _LOT.state == "good", _LOT.ship_until <= until)
        return {(row[0], row[1]): row[2] for row in self.connection.execute(found)}
