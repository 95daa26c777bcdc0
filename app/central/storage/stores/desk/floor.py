"""What the floor view reads: what ships by when, and what every station does; a fixed number of statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import and_, case, func, select

from app.central.desk.floor.values import DeviceAt, DueOrders, StationAt, Stopped
from app.central.storage.schema.floor.benches import station, station_epoch
from app.central.storage.schema.floor.work import pack_session, parcel, pick_list, pick_list_order
from app.central.storage.schema.selling.orders import hold, order_line, sales_order
from app.central.storage.schema.warehouse.goods import packer
from app.central.storage.stores.store import Store
from app.central.storage.stores.work.lists import LEASED

LIVE: Final = ("submitted", "accepted", "closed")
TO_DO: Final = ("unfulfilled", "on_hold", "scheduled", "in_progress", "partially_shipped")
_O, _H, _L, _P, _S, _K = sales_order.c, hold.c, order_line.c, pick_list.c, station.c, pack_session.c


class FloorReading(Store):
    def due(self, since: datetime, until: datetime) -> tuple[DueOrders, ...]:
        """Orders that ship by a moment in [since, until), by that moment and service, soonest first."""
        wanted = (_L.order_id == _O.order_id) & (_L.packed < _L.quantity - _L.cancelled)
        unpacked = select(_L.line_id).where(wanted).exists()
        ready = case((_O.fulfilment == "shipped", 1), (_O.fulfilment != "in_progress", 0), (unpacked, 0), else_=1)
        sums = select(_O.ship_by, _O.service, func.count().label("orders"), func.sum(ready).label("ready"))
        found = sums.where(
            _O.site_id == self.site, _O.lifecycle.in_(LIVE), _O.fulfilment.in_((*TO_DO, "shipped")),
            _O.ship_by >= since, _O.ship_by < until,
        )  # fmt: skip
        rows = self.connection.execute(found.group_by(_O.ship_by, _O.service).order_by(_O.ship_by, _O.service))
        return tuple(
            DueOrders(ship_by=row.ship_by, service=row.service, orders=int(row.orders), ready=int(row.ready))
            for row in rows
        )

    def next_due(self, since: datetime) -> datetime | None:
        """The first moment from `since` on by which something that is not shipped has to leave."""
        here = (_O.site_id == self.site, _O.lifecycle.in_(LIVE[:2]), _O.fulfilment.in_(TO_DO), _O.ship_by >= since)
        found: datetime | None = self.connection.execute(
            select(_O.ship_by).where(*here).order_by(_O.ship_by).limit(1)
        ).scalar()
        return found

    def late(self, most: int) -> int:
        """Orders whose ship-by passed and that are not shipped, counted up to `most`."""
        here = (_O.site_id == self.site, _O.lifecycle.in_(LIVE[:2]), _O.fulfilment.in_(TO_DO), _O.ship_by < self.now)
        some = select(_O.order_id).where(*here).limit(most).subquery()
        return int(self.connection.execute(select(func.count()).select_from(some)).scalar_one())

    def stopped(self, due: datetime, most: int) -> tuple[Stopped, ...]:
        """Orders that ship by this moment and are on hold."""
        mine = select(_O.order_id, _O.number, func.min(_H.reason).label("reason")).join(
            hold, _H.order_id == _O.order_id
        )
        held = mine.where(
            _O.site_id == self.site, _O.lifecycle.in_(LIVE[:2]), _O.fulfilment.in_(TO_DO), _O.ship_by == due,
            _H.released_at.is_(None),
        )  # fmt: skip
        return self.all(held.group_by(_O.order_id, _O.number).order_by(_O.number).limit(most), Stopped)

    def stations(self, hour_ago: datetime, midnight: datetime) -> tuple[StationAt, ...]:
        """Every station that is not revoked, by name."""
        lists, packing = self._lists(), self._packing()
        boxes, unknown = self._boxes(hour_ago, midnight), self._unknown()
        rows = (
            select(
                _S.station_id,
                _S.name,
                _S.packer_id,
                packer.c.name.label("packer"),
                _S.seen_at,
                station_epoch.c.frozen,
                _S.version,
                _S.waiting,
                _S.oldest_s,
                _S.devices,
            )
            .outerjoin(packer, and_(packer.c.site_id == _S.site_id, packer.c.packer_id == _S.packer_id))
            .outerjoin(
                station_epoch,
                and_(station_epoch.c.station_id == _S.station_id, station_epoch.c.epoch == _S.epoch),
            )
            .where(_S.site_id == self.site, _S.revoked_at.is_(None))
            .order_by(_S.name)
        )
        return tuple(
            StationAt(
                station_id=row.station_id,
                name=row.name,
                packer=row.packer or row.packer_id,
                seen_at=row.seen_at,
                frozen=bool(row.frozen),
                version=row.version,
                waiting=row.waiting,
                oldest_s=row.oldest_s,
                devices=msgspec.json.decode(row.devices, type=tuple[DeviceAt, ...]),
                packing=packing.get(row.station_id, ""),
                unknown=unknown.get(row.station_id, ""),
                parcels=boxes.get(row.station_id, (0, 0))[0],
                today=boxes.get(row.station_id, (0, 0))[1],
                **lists.get(row.station_id, {}),
            )
            for row in self.connection.execute(rows)
        )

    def _lists(self) -> dict[str, dict[str, Any]]:
        """The list each station works on: one that is being picked before one it only has."""
        held = (_P.site_id == self.site, _P.state.in_(LEASED), _P.station_id.is_not(None))
        member = pick_list_order.c
        picked = (
            select(func.coalesce(func.sum(_L.picked), 0))
            .join(pick_list_order, member.order_id == _L.order_id)
            .where(member.list_id == _P.list_id, member.taken_out == "")
            .scalar_subquery()
        )
        rows = select(_P.station_id, _P.list_id, _P.number, _P.state, _P.units, picked.label("picked")).where(*held)
        first = case((_P.state == "picking", 2), (_P.state == "picked", 1), else_=0)
        return {
            row.station_id: {
                "list_id": row.list_id, "list_number": row.number, "list_state": row.state,
                "units": int(row.units), "picked": min(int(row.picked), int(row.units)),
            }
            for row in self.connection.execute(rows.order_by(first, _P.rank.desc()))
        }  # fmt: skip

    def _packing(self) -> dict[str, str]:
        """The order each station packs, of the lists it has."""
        member = pick_list_order.c
        rows = (
            select(_K.station_id, _O.number)
            .select_from(pick_list)
            .join(pick_list_order, member.list_id == _P.list_id)
            .join(pack_session, and_(_K.order_id == member.order_id, _K.list_id == _P.list_id, _K.state == "open"))
            .join(sales_order, and_(_O.order_id == _K.order_id, _O.list_id == _P.list_id))
            .where(_P.site_id == self.site, _P.state.in_(LEASED))
            .order_by(_K.opened_at)
        )
        return {row.station_id: row.number for row in self.connection.execute(rows)}

    def _unknown(self) -> dict[str, str]:
        """An order with a box of which nobody knows whether its label came out, by station."""
        p = parcel.c
        rows = select(p.station_id, _O.number).join(sales_order, _O.order_id == p.order_id)
        here = rows.where(p.site_id == self.site, p.state.in_(("closed", "labelled")), p.label == "unknown")
        return {row.station_id: row.number for row in self.connection.execute(here)}

    def _boxes(self, hour_ago: datetime, midnight: datetime) -> dict[str, tuple[int, int]]:
        """(boxes closed in the last hour, since midnight) by station."""
        p = parcel.c
        hour = func.sum(case((p.closed_at >= hour_ago, 1), else_=0)).label("hour")
        rows = select(p.station_id, hour, func.count().label("today"))
        here = rows.where(p.site_id == self.site, p.closed_at >= min(midnight, hour_ago), p.state != "void")
        return {
            row.station_id: (int(row.hour), int(row.today))
            for row in self.connection.execute(here.group_by(p.station_id))
        }
