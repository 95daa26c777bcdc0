"""Lots, serial numbers, what has to be known of a product's units, and the state of places."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import insert, select, update

from app.central.stock.values import LotRow, PlaceRow, SerialRow, TrackRow
from app.central.storage.schema.warehouse.goods import location, product
from app.central.storage.schema.warehouse.stock import lot, serial, stock_level
from app.central.storage.stores.store import Store, bounded, columns

_LOT, _S, _P, _PLACE, _L = lot.c, serial.c, product.c, location.c, stock_level.c


class Lots(Store):
    def track(self, sku: str) -> TrackRow | None:
        """None when the catalogue does not have the SKU."""
        return self.one(columns(product, TrackRow).where(_P.site_id == self.site, _P.sku == sku), TrackRow)

    def set_track(self, row: TrackRow) -> bool:
        """Change what is known of a product's units; its lots get their last day to ship anew."""
        names = [name for name in TrackRow.__dataclass_fields__ if name not in ("sku", "kit")]
        values = {name: getattr(row, name) for name in names}
        if not self.upsert(product, {"site_id": self.site, "sku": row.sku}, values):
            return False
        for known in self.of_sku(row.sku):
            self._put(known.sku, known.lot, ship_until=_until(known.expiry, row.min_days))
        return True

    def of_sku(self, sku: str) -> tuple[LotRow, ...]:
        found = columns(lot, LotRow).where(_LOT.site_id == self.site, _LOT.sku == sku)
        return self.all(found.order_by(_LOT.expiry, _LOT.lot), LotRow)

    def get(self, sku: str, code: str) -> LotRow | None:
        found = columns(lot, LotRow).where(_LOT.site_id == self.site, _LOT.sku == sku, _LOT.lot == code)
        return self.one(found, LotRow)

    def expiries(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], date | None]:
        """Last good day of each of these (SKU, lot)."""
        skus = {sku for sku, _ in pairs}
        found = select(_LOT.sku, _LOT.lot, _LOT.expiry).where(_LOT.site_id == self.site)
        rows = [row for some in bounded(skus) for row in self.connection.execute(found.where(_LOT.sku.in_(some)))]
        return {(row.sku, row.lot): row.expiry for row in rows if (row.sku, row.lot) in pairs}

    def lying(self, sku: str) -> tuple[tuple[str, LotRow], ...]:
        """(location, lot) of every lot of which units lie somewhere, the first to expire first."""
        here = (_L.site_id == _LOT.site_id) & (_L.sku == _LOT.sku) & (_L.lot == _LOT.lot)
        found = columns(lot, LotRow).add_columns(_L.location).join(stock_level, here)
        mine = found.where(_LOT.site_id == self.site, _LOT.sku == sku, _L.on_hand > 0)
        rows = self.connection.execute(mine.order_by(_LOT.expiry.is_(None), _LOT.expiry, _LOT.lot, _L.location))
        names = tuple(LotRow.__dataclass_fields__)
        return tuple((row.location, LotRow(**{name: getattr(row, name) for name in names})) for row in rows)

    def traced(self, skus: Collection[str]) -> tuple[TrackRow, ...]:
        """Those of these products whose units are told apart by lot or serial number."""
        either = (_P.tracks_lot == 1) | (_P.tracks_serial == 1)
        found = columns(product, TrackRow).where(_P.site_id == self.site, either)
        rows = (self.all(found.where(_P.sku.in_(some)), TrackRow) for some in bounded(skus))
        return tuple(row for part in rows for row in part)

    def open(self, track: TrackRow, code: str, expiry: date | None) -> LotRow:
        """The lot, made when it is new."""
        known = self.get(track.sku, code)
        if known is not None:
            return known
        made = LotRow(
            sku=track.sku,
            lot=code,
            expiry=expiry,
            ship_until=_until(expiry, track.min_days),
            state="good",
            received_at=self.now,
        )
        values = {name: getattr(made, name) for name in LotRow.__dataclass_fields__}
        self.connection.execute(insert(lot), {**values, "site_id": self.site})
        return made

    def set_state(self, sku: str, code: str, state: str) -> bool:
        """False when it was so, or nobody knows the lot."""
        mine = update(lot).where(_LOT.site_id == self.site, _LOT.sku == sku, _LOT.lot == code, _LOT.state != state)
        return bool(self.connection.execute(mine.values(state=state)).rowcount)

    def _put(self, sku: str, code: str, **values: object) -> None:
        mine = update(lot).where(_LOT.site_id == self.site, _LOT.sku == sku, _LOT.lot == code)
        self.connection.execute(mine.values(**values))

    # serial numbers

    def serials(self, sku: str, numbers: Collection[str]) -> dict[str, SerialRow]:
        """Those of these numbers that were captured before."""
        found = columns(serial, SerialRow).where(_S.site_id == self.site, _S.sku == sku)
        rows = (row for some in bounded(numbers) for row in self.all(found.where(_S.serial.in_(some)), SerialRow))
        return {row.serial: row for row in rows}

    def serials_of(self, line_id: str) -> tuple[SerialRow, ...]:
        found = columns(serial, SerialRow).where(_S.line_id == line_id, _S.site_id == self.site)
        return self.all(found.order_by(_S.serial), SerialRow)

    def add_serials(self, sku: str, numbers: Collection[str], lot_code: str, line_id: str | None = None) -> None:
        """Numbers seen for the first time: in stock, or already packed for a line."""
        state = "stock" if line_id is None else "allocated"
        rows = [{"site_id": self.site, "sku": sku, "serial": one, "lot": lot_code} for one in numbers]
        about = {"state": state, "line_id": line_id, "changed_at": self.now}
        self.connection.execute(insert(serial), [{**row, **about} for row in rows])

    def move_serial(self, sku: str, number: str, before: str, after: str, line_id: str | None) -> bool:
        """One step of one number; False when it is not `before` any more."""
        mine = update(serial).where(_S.site_id == self.site, _S.sku == sku, _S.serial == number, _S.state == before)
        values = {"state": after, "line_id": line_id, "changed_at": self.now}
        return bool(self.connection.execute(mine.values(**values)).rowcount)

    def free_serials(self, line_id: str) -> None:
        """Units of a line were taken out of their boxes again: their numbers are in stock."""
        mine = update(serial).where(_S.line_id == line_id, _S.site_id == self.site, _S.state == "allocated")
        self.connection.execute(mine.values(state="stock", line_id=None, changed_at=self.now))

    # places

    def place(self, code: str) -> PlaceRow | None:
        return self.one(columns(location, PlaceRow).where(_PLACE.site_id == self.site, _PLACE.code == code), PlaceRow)

    def set_place_state(self, code: str, state: str) -> bool:
        mine = update(location).where(_PLACE.site_id == self.site, _PLACE.code == code, _PLACE.state != state)
        return bool(self.connection.execute(mine.values(state=state)).rowcount)

    def place_of_kind(self, kind: str) -> str | None:
        """The first location of a kind, by its code."""
        found = select(_PLACE.code).where(_PLACE.site_id == self.site, _PLACE.kind == kind).order_by(_PLACE.code)
        return self.connection.execute(found.limit(1)).scalar_one_or_none()


def _until(expiry: date | None, min_days: int) -> date | None:
    return None if expiry is None else expiry - timedelta(days=min_days)
