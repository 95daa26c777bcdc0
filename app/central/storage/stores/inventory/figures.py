"""The figures that what a channel may sell is reckoned from: what is free, what was sold, what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal, or_, select, update

from app.central.storage.schema.selling.inventory import channel_pace, channel_rule
from app.central.storage.schema.selling.orders import allocation, hold, order_kit, order_line, sales_order
from app.central.storage.schema.warehouse.goods import location, product
from app.central.storage.schema.warehouse.stock import lot, stock_level
from app.central.storage.stores.stock.ahead import AT_SITE
from app.central.storage.stores.stock.levels import FREE, GOOD, LOTS, PLACES, SELLABLE
from app.central.storage.stores.store import Store, bounded
from app.domain.stock.availability import ZONE

COUNTERS: Final = ("on_hand", "allocated", "reserved", "unavailable", "safety")
Places = tuple[str, ...]
Key = tuple[str, str, str, int]
"""(sku, location, lot, version) of a level that was looked at."""

_L, _O, _N, _A, _H, _R, _K = (
    stock_level.c,
    sales_order.c,
    order_line.c,
    allocation.c,
    hold.c,
    channel_rule.c,
    order_kit.c,
)
_SELLABLE = (
    _L.site_id == bindparam("of"),
    location.c.kind.in_(SELLABLE),
    location.c.state == "open",
    GOOD,
)
_FROM = PLACES.outerjoin(lot, LOTS)
_LACKS = _N.quantity - _N.cancelled - _N.allocated - _N.shipped
_TOLD = (
    update(stock_level)
    .where(_L.site_id == bindparam("of"), _L.sku == bindparam("at_sku"), _L.location == bindparam("at_location"))
    .where(_L.lot == bindparam("at_lot"), _L.version == bindparam("seen"))
    .values(published=bindparam("seen"))
)


class Figures(Store):
    def free(self, places: Sequence[Places], skus: Collection[str] | None = None) -> Iterator[Any]:
        """(sku, units free at each of these sets of places) of SKUs (None: all) that have a sellable level."""
        sums = [func.sum(FREE if not some else case((_within(some), FREE), else_=0)) for some in places]
        every = select(_L.sku, *sums).select_from(_FROM).where(*_SELLABLE).group_by(_L.sku).order_by(_L.sku)
        yield from self._each(every, skus)

    def free_by_place(self, skus: Collection[str]) -> dict[str, dict[str, int]]:
        """Units free of each SKU at each place."""
        every = select(_L.sku, _L.location, func.sum(FREE)).select_from(_FROM).where(*_SELLABLE)
        found: dict[str, dict[str, int]] = {}
        for sku, place, units in self._each(every.group_by(_L.sku, _L.location), skus):
            found.setdefault(sku, {})[place] = int(units)
        return found

    def codes(self, places: Places) -> frozenset[str]:
        """The locations a set of places has."""
        mine = select(location.c.code).where(location.c.site_id == self.site, _within(places))
        return frozenset(self.connection.execute(mine).scalars())

    def counters(self, skus: Collection[str] | None = None) -> dict[str, tuple[int, ...]]:
        """(on hand, allocated, reserved, unavailable, safety) of each SKU (None: of all) over all its levels."""
        sums = [func.sum(_L[name]) for name in COUNTERS]
        every = select(_L.sku, *sums).where(_L.site_id == bindparam("of")).group_by(_L.sku)
        return {row[0]: tuple(int(units) for units in row[1:]) for row in self._each(every, skus)}

    def _each(self, statement: Select[Any], skus: Collection[str] | None) -> Iterator[Any]:
        values = {"of": self.site, "today": self.now.date()}
        parts = [statement] if skus is None else [statement.where(_L.sku.in_(some)) for some in bounded(skus)]
        for part in parts:
            yield from self.connection.execute(part, values).all()

    def catalogue(self, after: str, most: int) -> tuple[str, ...]:
        """SKUs of the catalogue behind this one, in order."""
        mine = select(product.c.sku).where(product.c.site_id == self.site, product.c.sku > after)
        return tuple(self.connection.execute(mine.order_by(product.c.sku).limit(most)).scalars())

    # what moved and was not told yet

    def untold(self, most: int) -> tuple[str, ...]:
        """SKUs with a level that moved since it was published."""
        mine = select(_L.sku).distinct().where(literal(self.site) == AT_SITE, _L.version != _L.published)
        return tuple(self.connection.execute(mine.limit(most)).scalars())

    def seen(self, skus: Collection[str]) -> tuple[Key, ...]:
        """The levels of these SKUs that were not told, as they are now."""
        mine = select(_L.sku, _L.location, _L.lot, _L.version).where(_L.site_id == self.site)
        mine = mine.where(_L.version != _L.published)
        parts = (self.connection.execute(mine.where(_L.sku.in_(some))) for some in bounded(skus))
        return tuple((row[0], row[1], row[2], int(row[3])) for part in parts for row in part)

    def told(self, keys: Iterable[Key]) -> None:
        """These levels are published as they were seen; what moved since stays to be told."""
        rows = [{"of": self.site, "at_sku": s, "at_location": p, "at_lot": c, "seen": v} for s, p, c, v in keys]
        if rows:
            self.connection.execute(_TOLD, rows)

    def touch(self, skus: Collection[str]) -> None:
        """Publish these SKUs anew although nothing moved: a rule about them changed."""
        for some in bounded(skus):
            mine = update(stock_level).where(_L.site_id == self.site, _L.sku.in_(some))
            self.connection.execute(mine.values(published=-1))

    # what was sold

    def sold(self, skus: Collection[str]) -> dict[tuple[str, str], int]:
        """{(channel id, sku): units}, in kits too, that a channel with a rule for the SKU sold since it holds."""
        mine = and_(_O.site_id == self.site, _O.channel_id == _R.channel_id, _O.taken_at >= _R.since)
        got = select(_R.channel_id, _R.sku, func.sum(_A.quantity - _A.released)).select_from(
            channel_rule.join(allocation, and_(_A.site_id == _R.site_id, _A.sku == _R.sku)).join(
                sales_order, and_(_O.order_id == _A.order_id, mine)
            )
        )
        lines = order_line.join(sales_order, _O.order_id == _N.order_id)
        want = select(_R.channel_id, _R.sku, func.sum(_LACKS)).select_from(
            lines.join(channel_rule, and_(_R.sku == _N.sku, mine))
        )
        late = want.where(_N.site_id == self.site, _N.backordered > 0, _O.lifecycle == "accepted")
        held = want.where(_O.site_id == self.site, _O.lifecycle == "submitted")
        found: dict[tuple[str, str], int] = {}
        for some in bounded(skus):
            for part in (got, late, held):
                asked = part.where(_R.site_id == self.site, _R.sku.in_(some)).group_by(_R.channel_id, _R.sku)
                for channel_id, sku, units in self.connection.execute(asked):
                    found[channel_id, sku] = found.get((channel_id, sku), 0) + int(units)
        return found

    def sold_kits(self, skus: Collection[str]) -> dict[tuple[str, str], int]:
        """As `sold`, of SKUs that are kits: whole kits that are not cancelled."""
        left = (_N.quantity - _N.cancelled + _N.per_kit - 1) // _N.per_kit
        mine = and_(_R.site_id == self.site, _R.channel_id == _O.channel_id, _R.sku == _K.sku, _O.taken_at >= _R.since)
        each = (
            select(_R.channel_id, _R.sku, func.max(left).label("units"))
            .select_from(order_kit.join(sales_order, _O.order_id == _K.order_id))
            .join(channel_rule, mine)
            .join(order_line, and_(_N.order_id == _K.order_id, _N.kit_id == _K.kit_id))
            .where(_K.site_id == self.site, _N.per_kit > 0)
            .group_by(_K.kit_id, _R.channel_id, _R.sku)
        )
        found: dict[tuple[str, str], int] = {}
        for some in bounded(skus):
            for channel_id, sku, units in self.connection.execute(each.where(_R.sku.in_(some))):
                found[channel_id, sku] = found.get((channel_id, sku), 0) + int(units)
        return found

    def waiting(self, skus: Collection[str]) -> dict[str, int]:
        """Units of each SKU that orders wait for."""
        found: dict[str, int] = {}
        for some in bounded(skus):
            for part in self._lacking(_N.sku):
                for sku, units in self.connection.execute(part.where(_N.sku.in_(some)).group_by(_N.sku)):
                    found[sku] = found.get(sku, 0) + int(units)
        return found

    def oversold(self) -> dict[str, int]:
        """Units not there that each channel (by its id) sold since its pace last changed: what is free is not missed.

        An order placed earlier was not sold off what the channel is told now, and a channel without a pace was never
        looked at.
        """
        since = and_(channel_pace.c.channel_id == _O.channel_id, _O.placed_at >= channel_pace.c.since)
        found: dict[tuple[str, str], int] = {}
        for part in self._lacking(_O.channel_id, _N.sku):
            for channel_id, sku, units in self.connection.execute(
                part.join(channel_pace, since).group_by(_O.channel_id, _N.sku)
            ):
                found[channel_id, sku] = found.get((channel_id, sku), 0) + int(units)
        free = {row[0]: int(row[1]) for row in self.free([()], {sku for _, sku in found})}
        sold: dict[str, int] = {}
        for (channel_id, sku), units in found.items():
            sold[channel_id] = sold.get(channel_id, 0) + max(0, units - free.get(sku, 0))
        return sold

    def _lacking(self, *by: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
        """Units that wait, of accepted orders and of those held for stock."""
        every = select(*by, func.sum(_LACKS)).join(sales_order, _O.order_id == _N.order_id).where(_LACKS > 0)
        accepted = every.where(_N.site_id == self.site, _N.backordered > 0, _O.lifecycle == "accepted")
        short = select(_H.order_id).where(_H.site_id == self.site, _H.reason == "stock", _H.released_at.is_(None))
        held = every.where(_O.site_id == self.site, _O.lifecycle == "submitted", _O.order_id.in_(short))
        return accepted, held


def _within(places: Places) -> ColumnElement[bool]:
    zones = [place.removeprefix(ZONE) for place in places if place.startswith(ZONE)]
    codes = [place for place in places if not place.startswith(ZONE)]
    return or_(location.c.code.in_(codes), location.c.zone.in_(zones))
