"""Pages of orders: one view, one order of rows, a cursor; every statement is bounded, however many orders there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union, union_all

from app.central.desk.values import ListedOrder
from app.central.desk.views import BY_ARRIVAL, BY_SHIP_BY, BY_TOTAL, PERSONAL_HOLDS, View
from app.central.storage.schema.floor.tasks import task
from app.central.storage.schema.selling.orders import hold, sales_order
from app.central.storage.stores.store import Store, columns

COUNT_MOST: Final = 9_999
PEOPLE_MOST: Final = 2_000
"""Orders that wait for a person which one list looks at."""
_O, _H, _T = sales_order.c, hold.c, task.c
_KEYS: Final = {BY_SHIP_BY: _O.ship_by, BY_ARRIVAL: _O.taken_at, BY_TOTAL: _O.total_minor}
OPEN_TASKS: Final = ("queued", "leased", "paused")

After = tuple[Any, str]
"""(sort value, order id) of the last row of the page before."""


class Listing(Store):
    def page(
        self,
        view: View,
        sort: str,
        descending: bool,
        most: int,
        after: After | None = None,
        ids: Collection[str] | None = None,
    ) -> tuple[ListedOrder, ...]:
        """Orders of a view, or of `ids`, behind `after`, in the order of `sort`."""
        key = _KEYS[sort]
        rows = columns(sales_order, ListedOrder)
        if after is not None:
            rows = rows.where(_behind(key, descending, after))
        parts = [rows.where(part) for part in self._parts(view, ids)]
        by = key if sort == BY_SHIP_BY or not view.pairs else func.coalesce(key, key)  # a part is small: sort it whole
        ordered = [_sorted(part, by, descending).limit(most).subquery() for part in parts]
        if len(ordered) == 1:
            return self.all(select(ordered[0]), ListedOrder)
        both = union_all(*(select(part) for part in ordered)).subquery()
        return self.all(_sorted(select(both), both.c[key.name], descending, both.c.order_id).limit(most), ListedOrder)

    def listed(self, order_id: str) -> ListedOrder | None:
        found = columns(sales_order, ListedOrder).where(_O.site_id == self.site, _O.order_id == order_id)
        return self.one(found, ListedOrder)

    def counts(self, views: Sequence[View]) -> dict[str, int]:
        """How many orders each view shows, counted up to COUNT_MOST + 1."""
        asked = [self._count(view).label(view.code.replace("-", "_")) for view in views]
        row = self.connection.execute(select(*asked)).one()
        return {view.code: min(int(row[at]), COUNT_MOST + 1) for at, view in enumerate(views)}

    def taken_since(self, at: datetime) -> int:
        """Orders that came in since, counted up to COUNT_MOST + 1."""
        some = select(literal(1)).where(_O.site_id == self.site, _O.taken_at >= at).limit(COUNT_MOST + 1).subquery()
        return int(self.connection.execute(select(func.count()).select_from(some)).scalar_one())

    def _parts(self, view: View, ids: Collection[str] | None) -> list[ColumnElement[bool]]:
        """Ids are of this site already: beside them its name would lead SQLite through every order of the site."""
        if ids is not None:
            return [_O.order_id.in_(sorted(ids))]
        if view.needs_person:
            return [_O.order_id.in_(self._with_people())]
        here = _O.site_id == self.site
        if not view.pairs:
            return [here]
        return [and_(here, _O.lifecycle == lifecycle, _O.fulfilment == status) for lifecycle, status in view.pairs]

    def _with_people(self) -> Select[Any]:
        """Ids of orders with an open hold or task a person has to act on."""
        live = _O.lifecycle.in_(("submitted", "accepted"))
        holds = (
            select(_H.order_id)
            .join(sales_order, _O.order_id == _H.order_id)
            .where(_H.site_id == self.site, _H.reason.in_(PERSONAL_HOLDS), _H.released_at.is_(None), live)
            .limit(PEOPLE_MOST)
            .subquery()
        )
        here = (_T.site_id == self.site, _T.state.in_(OPEN_TASKS), _T.order_id.is_not(None))
        tasks = select(_T.order_id).where(*here).limit(PEOPLE_MOST).subquery()
        both = union(select(holds.c.order_id), select(tasks.c.order_id)).subquery()
        return select(both.c.order_id)

    def _count(self, view: View) -> Any:
        if view.needs_person:
            some = self._with_people().subquery()
            return select(func.count()).select_from(some).scalar_subquery()
        counted = []
        for part in self._parts(view, None):
            rows = select(literal(1)).where(part).limit(COUNT_MOST + 1).subquery()
            counted.append(select(func.count()).select_from(rows).scalar_subquery())
        total = counted[0]
        return sum(counted[1:], start=total)


def _behind(key: Any, descending: bool, after: After) -> ColumnElement[bool]:
    value, order_id = after
    if descending:
        return and_(key <= value, or_(key < value, _O.order_id < order_id))
    return and_(key >= value, or_(key > value, _O.order_id > order_id))


def _sorted(found: Select[Any], key: Any, descending: bool, order_id: Any = _O.order_id) -> Select[Any]:
    return found.order_by(key.desc(), order_id.desc()) if descending else found.order_by(key, order_id)
