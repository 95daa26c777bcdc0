"""Pick lists, their stops and leases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update

from app.central.storage.schema.floor.work import lease, pick_list, pick_list_order, pick_need
from app.central.storage.schema.ground import site
from app.central.storage.stores.store import Store, columns
from app.central.storage.writing.later import insert_together
from app.central.values import ListRow, NeedRow

LEASED = ("claimed", "picking", "picked")
"""States in which a station holds a list."""

_P = pick_list.c
_LIST = columns(pick_list, ListRow).where(_P.list_id == bindparam("id"))
_NEEDS = columns(pick_need, NeedRow).where(pick_need.c.list_id == bindparam("id"))
_NEEDS_SORTED = _NEEDS.order_by(pick_need.c.stop_no, pick_need.c.order_id, pick_need.c.line_id)
_ORDERS = (
    select(pick_list_order.c.order_id)
    .where(pick_list_order.c.list_id == bindparam("id"), pick_list_order.c.taken_out == "")
    .order_by(pick_list_order.c.position)
)


class Lists(Store):
    def next_numbers(self, count: int) -> range:
        """The site's next pick-list numbers, taken in this transaction."""
        mine = update(site).where(site.c.site_id == self.site).values(list_next=site.c.list_next + count)
        last = int(self.connection.execute(mine.returning(site.c.list_next)).scalar_one())
        return range(last - count + 1, last + 1)

    def insert(self, made: Collection[tuple[ListRow, Collection[str], Collection[NeedRow]]]) -> None:
        """Write lists, each with its orders in the order of their totes and what is to be fetched."""
        members = [
            {"site_id": self.site, "list_id": row.list_id, "order_id": order, "position": position, "tote": ""}
            for row, orders, _ in made
            for position, order in enumerate(orders, 1)
        ]
        needs = [{**_dict(need), "site_id": self.site} for _, _, wanted in made for need in wanted]
        lists = [_dict(row) for row, _, _ in made]
        insert_together(self.connection, {pick_list: lists, pick_list_order: members, pick_need: needs})

    def get(self, list_id: str) -> ListRow | None:
        return self.one(_LIST, ListRow, id=list_id)

    def newest_of(self, order_id: str) -> ListRow | None:
        """The list of the order that was leased last; it may be over."""
        mine = columns(pick_list, ListRow).join(pick_list_order, pick_list_order.c.list_id == _P.list_id)
        return self.one(mine.where(pick_list_order.c.order_id == order_id).order_by(_P.fence.desc()).limit(1), ListRow)

    def take_out(self, list_id: str, order_id: str, why: str) -> None:
        """The order leaves a list somebody holds: facts about it under this list no longer fit."""
        c = pick_list_order.c
        mine = update(pick_list_order).where(c.list_id == list_id, c.order_id == order_id)
        self.connection.execute(mine.values(taken_out=why))

    def taken_out(self, list_id: str) -> dict[str, str]:
        """Orders that left the list, each with why."""
        c = pick_list_order.c
        rows = self.connection.execute(select(c.order_id, c.taken_out).where(c.list_id == list_id, c.taken_out != ""))
        return {row.order_id: row.taken_out for row in rows}

    def remove(self, list_id: str, order_id: str) -> None:
        """The order leaves a list nobody holds, and nothing of it is left there."""
        needs, members = pick_need.c, pick_list_order.c
        self.connection.execute(delete(pick_need).where(needs.list_id == list_id, needs.order_id == order_id))
        gone = delete(pick_list_order).where(members.list_id == list_id, members.order_id == order_id)
        self.connection.execute(gone)

    def orders(self, list_id: str) -> tuple[str, ...]:
        return tuple(self.connection.execute(_ORDERS, {"id": list_id}).scalars())

    def needs(self, list_id: str) -> tuple[NeedRow, ...]:
        """What to fetch, in walk order."""
        return self.all(_NEEDS_SORTED, NeedRow, id=list_id)

    def change(self, list_id: str, **values: Any) -> None:
        self.connection.execute(update(pick_list).where(_P.list_id == list_id).values(**values))

    def set_tote(self, list_id: str, order_id: str, tote: str) -> None:
        c = pick_list_order.c
        mine = update(pick_list_order).where(c.list_id == list_id, c.order_id == order_id)
        self.connection.execute(mine.values(tote=tote))

    def totes(self, list_id: str) -> dict[str, str]:
        """Tote of each order of the list, "" where none is assigned yet."""
        c = pick_list_order.c
        rows = self.connection.execute(select(c.order_id, c.tote).where(c.list_id == list_id))
        return {row.order_id: row.tote for row in rows}

    def grantable(self, station_id: str, name: str, most: int) -> tuple[ListRow, ...]:
        """Lists nobody holds, or whose lease ran out elsewhere before picking began, in the order of the queue.

        Those pinned to another bench than `name` and those that are paused are not among them.
        """
        lapsed = (_P.lease_until < self.now) & (_P.station_id != station_id)
        found = columns(pick_list, ListRow).where(_P.site_id == self.site, _P.state.in_(("ready", "claimed")))
        found = found.where(or_(_P.state == "ready", lapsed))
        found = found.where(_P.paused == 0, _P.pinned_to.in_(("", name)))
        return self.all(found.order_by(_P.rank, _P.created_at, _P.list_id).limit(most), ListRow)

    def held_by(self, station_id: str) -> tuple[ListRow, ...]:
        """Lists this station holds, in the order of the queue."""
        found = columns(pick_list, ListRow).where(_P.station_id == station_id, _P.state.in_(LEASED))
        return self.all(found.order_by(_P.rank, _P.created_at, _P.list_id), ListRow)

    def grant(self, row: ListRow, station_id: str, until: datetime) -> bool:
        """Lease the list with the next fencing token of the site; False when somebody else was granted it meanwhile."""
        mine = update(pick_list).where(_P.list_id == row.list_id, _P.fence == row.fence)
        fence = self.next_fence()
        state = row.state if row.state in LEASED else "claimed"
        values = {"station_id": station_id, "lease_until": until, "fence": fence, "state": state, "paused": 0}
        if not self.connection.execute(mine.values(**values)).rowcount:
            return False
        self.end_lease(row.list_id, "granted to another station")
        new = {"list_id": row.list_id, "fence": fence, "site_id": self.site, "station_id": station_id}
        self.connection.execute(insert(lease), {**new, "granted_at": self.now, "ended_at": None, "ended_why": ""})
        return True

    def was_granted(self, list_id: str, station_id: str, fence: int) -> bool:
        """Whether this station was once granted the list under this fence."""
        c = lease.c
        found = select(c.fence).where(c.list_id == list_id, c.fence == fence, c.station_id == station_id)
        return self.connection.execute(found).first() is not None

    def next_fence(self) -> int:
        """The site's next fencing token."""
        mine = update(site).where(site.c.site_id == self.site).values(fence_next=site.c.fence_next + 1)
        return int(self.connection.execute(mine.returning(site.c.fence_next)).scalar_one())

    def end_lease(self, list_id: str, why: str) -> None:
        c = lease.c
        mine = update(lease).where(c.list_id == list_id, c.ended_at.is_(None))
        self.connection.execute(mine.values(ended_at=self.now, ended_why=why))

    def numbered(self, number: str) -> ListRow | None:
        """The site's list with this number, like "P-218"."""
        return self.one(columns(pick_list, ListRow).where(_P.site_id == self.site, _P.number == number), ListRow)

    def due_between(self, after: datetime, until: datetime) -> tuple[ListRow, ...]:
        """Lists not over whose ship-by lies behind `after` and not behind `until`."""
        found = columns(pick_list, ListRow).where(_P.site_id == self.site, _P.state.in_(("ready", *LEASED)))
        return self.all(found.where(_P.ship_by > after, _P.ship_by <= until).order_by(_P.list_id), ListRow)

    def total(self, state: str) -> int:
        found = select(_P.list_id).where(_P.site_id == self.site, _P.state == state)
        return len(self.connection.execute(found).all())


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
