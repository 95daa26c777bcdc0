"""The floor at one look: the next truck and whether it is made, what needs a person, the stations, and the work."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Final

from app.central.centre import Centre
from app.central.desk.floor.values import DueOrders, StationAt, Stopped
from app.central.intake.setting import services, site_row, zone
from app.central.storage.unit import Work
from app.central.work.values import TaskSeen
from app.domain.intake.orders import service_named

NEEDS_SHOWN: Final = 8
LATE_SHOWN: Final = 12
STOPPED_SHOWN: Final = 5
LATE_MOST: Final = 9_999
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truck:
    """What has to be ready by one moment: `ready` of `orders` are in boxes, at this pace the last one `done_at`.

    `done_at` is None when nothing was packed in the last hour, or nothing is left; `stopped` can not make it.
    """

    leaves_at: datetime
    couriers: str
    orders: int
    ready: int
    pace: int
    done_at: datetime | None
    stopped: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """`late` counts orders whose ship-by passed; `late_work` is what stands first on the floor, and `needs` tasks."""

    truck: Truck | None
    late: int
    late_work: tuple[TaskSeen, ...]
    needs: tuple[TaskSeen, ...]
    stations: tuple[StationAt, ...]


def see_floor(centre: Centre, site: str) -> Floor:
    """Everything above the list of work on the floor view."""
    with centre.read(site) as work:
        midnight = _midnight(work.now, zone(site_row(work)))
        stations = work.desk.floor.stations(work.now - HOUR, midnight)
        stuck = Counter(row.station_id for row in work.benches.quarantined())
        return Floor(
            truck=_truck(work, sum(one.parcels for one in stations)),
            late=work.desk.floor.late(LATE_MOST),
            late_work=work.worklist.late(LATE_SHOWN),
            needs=work.worklist.tasks(NEEDS_SHOWN),
            stations=tuple(replace(one, quarantined=stuck[one.station_id]) for one in stations),
        )


def hands(centre: Centre, site: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Whom work can be given to: names of stations, and people as (id, name)."""
    with centre.read(site) as work:
        benches = tuple(row.name for row in work.benches.stations() if row.revoked_at is None)
        people = {row.packer_id: row.name or row.packer_id for row in work.goods.packers()}
        for row in work.workers.all_workers():
            if row.kind == "person":
                people.setdefault(row.worker_id, row.worker_id)
        return benches, tuple(sorted(people.items(), key=lambda one: one[1].casefold()))


def _truck(work: Work, pace: int) -> Truck | None:
    leaves = work.desk.floor.next_due(work.now)
    if leaves is None:
        return None
    due = list(work.desk.floor.due(leaves, leaves + timedelta(seconds=1)))
    orders, ready = sum(row.orders for row in due), sum(row.ready for row in due)
    left = orders - ready
    return Truck(
        leaves_at=leaves,
        couriers=" · ".join(_couriers(work, due)),
        orders=orders,
        ready=ready,
        pace=pace,
        done_at=work.now + HOUR * left / pace if left and pace else None,
        stopped=work.desk.floor.stopped(leaves, STOPPED_SHOWN + 1),
    )


def _couriers(work: Work, due: list[DueOrders]) -> list[str]:
    levels = services(site_row(work))
    return sorted({service_named(levels, row.service).courier for row in due})


def _midnight(now: datetime, place: tzinfo) -> datetime:
    return now.astimezone(place).replace(hour=0, minute=0, second=0, microsecond=0)
