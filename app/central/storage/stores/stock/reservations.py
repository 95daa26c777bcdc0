"""Reservations, which end once, and transfers in flight."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, func, insert, select, update

from app.central.stock.values import ReservationRow, ReservedRow, TransferRow
from app.central.storage.schema.warehouse.stock import reservation, reservation_line, stock_transfer
from app.central.storage.stores.store import Store, columns

_R, _RL, _T = reservation.c, reservation_line.c, stock_transfer.c
_ONE = columns(reservation, ReservationRow).where(_R.reservation_id == bindparam("id"))
_LINES = (
    columns(reservation_line, ReservedRow)
    .where(_RL.reservation_id == bindparam("id"))
    .order_by(_RL.sku, _RL.location, _RL.lot)
)


class Reservations(Store):
    def insert(self, row: ReservationRow, lines: Collection[ReservedRow]) -> None:
        values = {name: getattr(row, name) for name in ReservationRow.__dataclass_fields__}
        self.connection.execute(insert(reservation), {**values, "closed_at": None})
        about = {"reservation_id": row.reservation_id, "site_id": self.site}
        made = [{name: getattr(line, name) for name in ReservedRow.__dataclass_fields__} for line in lines]
        self.connection.execute(insert(reservation_line), [{**about, **line} for line in made])

    def get(self, reservation_id: str) -> ReservationRow | None:
        found = self.one(_ONE, ReservationRow, id=reservation_id)
        return found if found is not None and found.site_id == self.site else None

    def lines(self, reservation_id: str) -> tuple[ReservedRow, ...]:
        return self.all(_LINES, ReservedRow, id=reservation_id)

    def close(self, reservation_id: str, state: str, order_id: str | None = None) -> bool:
        """End an active reservation; False when it had ended: so only one caller ever lets its units go."""
        mine = update(reservation).where(_R.reservation_id == reservation_id, _R.site_id == self.site)
        mine = mine.where(_R.state == "active")
        values = {"state": state, "order_id": order_id, "closed_at": self.now}
        return bool(self.connection.execute(mine.values(**values)).rowcount)

    def bind(self, reservation_id: str, order_id: str) -> bool:
        """Keep an active reservation for an order that can not go on yet; False when it ended or is another's."""
        mine = update(reservation).where(_R.reservation_id == reservation_id, _R.site_id == self.site)
        free = mine.where(_R.state == "active", _R.order_id.is_(None)).values(order_id=order_id)
        return bool(self.connection.execute(free).rowcount)

    def bound_to(self, order_id: str) -> str:
        """The active reservation an order keeps, "" when it keeps none."""
        mine = select(_R.reservation_id).where(_R.site_id == self.site, _R.state == "active", _R.order_id == order_id)
        return str(self.connection.execute(mine).scalar_one_or_none() or "")

    def expired(self, most: int) -> tuple[str, ...]:
        """Active reservations whose time is over, the oldest first."""
        found = select(_R.reservation_id).where(_R.site_id == self.site, _R.state == "active")
        rows = self.connection.execute(found.where(_R.expires_at <= self.now).order_by(_R.expires_at).limit(most))
        return tuple(rows.scalars())


class Transfers(Store):
    def insert(self, row: TransferRow, actor: str) -> None:
        values = {name: getattr(row, name) for name in TransferRow.__dataclass_fields__}
        self.connection.execute(
            insert(stock_transfer), {**values, "site_id": self.site, "actor": actor, "arrived_at": None}
        )

    def get(self, transfer_id: str) -> TransferRow | None:
        found = columns(stock_transfer, TransferRow).where(_T.transfer_id == transfer_id, _T.site_id == self.site)
        return self.one(found, TransferRow)

    def arrive(self, transfer_id: str, units: int) -> int | None:
        """Count units in; returns how many have arrived in all, None when more came than were sent."""
        mine = update(stock_transfer).where(_T.transfer_id == transfer_id, _T.site_id == self.site)
        fits = mine.where(_T.arrived + units <= _T.quantity).values(arrived=_T.arrived + units)
        arrived = self.connection.execute(fits.returning(_T.arrived)).scalar_one_or_none()
        if arrived is not None:
            done = mine.where(_T.arrived == _T.quantity, _T.arrived_at.is_(None))
            self.connection.execute(done.values(arrived_at=self.now))
        return arrived

    def in_flight(self) -> tuple[TransferRow, ...]:
        found = columns(stock_transfer, TransferRow).where(_T.site_id == self.site, _T.arrived_at.is_(None))
        return self.all(found.order_by(_T.sent_at, _T.transfer_id), TransferRow)

    def flying(self, sku: str) -> int:
        """Units of a SKU between two locations."""
        left = func.coalesce(func.sum(_T.quantity - _T.arrived), 0)
        mine = select(left).where(_T.site_id == self.site, _T.sku == sku, _T.arrived_at.is_(None))
        return int(self.connection.execute(mine).scalar_one())
