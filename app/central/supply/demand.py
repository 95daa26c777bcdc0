"""Demand per SKU and day of the site: taken from the ledger once a day, and what customers gave up on as they do.

A day is the site's: 23 or 25 hours long when its clocks change. It counts once it has been over for `SETTLED`, so that
no process still writes into it. What customers wait for belongs to the day they ordered it, as long as they wait; once
it leaves it belongs to the day it left. Returns take nothing off: what came back was wanted all the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from app.central.intake.setting import site_row, zone
from app.central.storage.unit import Work
from app.domain.stock.supply.replenishment import Demand, demand_of
from app.domain.stock.supply.supply_settings import SupplySettings

SETTLED: Final = timedelta(minutes=15)
KEPT_DAYS: Final = 800
_DAY: Final = timedelta(days=1)


def fill_demand(work: Work, settings: SupplySettings) -> bool:
    """Write down the next day that is over; False when all are. At first the window is filled, day by day."""
    here = zone(site_row(work))
    newest = (work.now - SETTLED).astimezone(here).date() - _DAY
    filled = work.supply.demand.state().filled_until
    if filled is None:
        first = work.supply.demand.first_shipped()
        if first is None:
            work.supply.demand.change_state(filled_until=newest)
            return False
        filled = max(first.astimezone(here).date(), newest - timedelta(days=settings.window_days)) - _DAY
    if filled >= newest:
        return False
    day = filled + _DAY
    work.supply.demand.fill(day, *span(day, here))
    work.supply.demand.change_state(filled_until=day)
    return day < newest


def span(day: date, here: tzinfo) -> tuple[datetime, datetime]:
    """The moments (UTC) a day of a place begins and ends at."""
    began, ended = (datetime.combine(one, time(), here).astimezone(UTC) for one in (day, day + _DAY))
    return began, ended


def lose(work: Work, sku: str, units: int) -> None:
    """A customer gave up on units that were not there: they were wanted today."""
    work.supply.demand.lose(sku, today(work), units)


def give_up(work: Work, order_id: str) -> None:
    """An order ends that waits for stock: what it lacks was wanted today."""
    held = any(hold.reason == "stock" and hold.released_at is None for hold in work.orders.holds(order_id))
    for line in work.orders.lines(order_id):
        lacks = line.quantity - line.cancelled - line.allocated - line.shipped
        if lacks > 0 and (held or line.backordered):
            lose(work, line.sku, lacks)


def today(work: Work) -> date:
    """The site's day."""
    return work.now.astimezone(zone(site_row(work))).date()


def demands(work: Work, skus: Collection[str], settings: SupplySettings, waiting: Waits) -> dict[str, Demand]:
    """Demand of each of these SKUs in the window of days that are over; `waiting` is (sku, day, units)."""
    here, window = zone(site_row(work)), settings.window_days
    ends = today(work)
    since = ends - timedelta(days=window)
    daily: dict[str, dict[date, int]] = {sku: {} for sku in skus}
    for sku, day, units in (*work.supply.demand.daily(skus, since), *waiting):
        if since <= day < ends:
            daily[sku][day] = daily[sku].get(day, 0) + units
    known = work.supply.demand.known_since(skus)
    ages = {sku: (ends - moment.astimezone(here).date()).days for sku, moment in known.items()}
    return {
        sku: demand_of(tuple(daily[sku].values()), _age(daily[sku], ages.get(sku, 0), ends), window) for sku in skus
    }


def _age(daily: dict[date, int], age: int, ends: date) -> int:
    """Days a SKU is known for; demand that is older than its first movement was for it too."""
    return max([age, *((ends - day).days for day in daily)])


Waits = Collection[tuple[str, date, int]]
