"""Releasing accepted orders into pick lists: planned once for all that wait, written a few lists at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.central.centre import Centre
from app.central.intake.changes import retry_stock
from app.central.intake.setting import site_row, work_settings
from app.central.storage.unit import Work
from app.central.work.releasing import releasable, write
from app.domain.work.waves import PlannedList, build_lists

WAVE_MOST = 400
"""Orders looked at when a bench asks and nothing is ready: the most urgent, enough to fill clusters."""
LISTS_MOST = 4
"""Lists written for a bench that asks."""
ORDERS_AT_ONCE = 64
"""Orders written in one transaction, so that nobody waits long behind it."""
EVERY = 1_000_000


def sweep(centre: Centre, site: str) -> int:
    """Give arrived stock to the orders that wait for it, then release what can be picked; returns the lists made.

    On the thread that writes, in one go: where others wait for that thread, `sweep_in_turns`.
    """
    retry_stock(centre, site)
    with centre.begin(site) as work:
        planned = plan(work)
    return sum(write_lists(centre, site, some) for some in in_turns(planned))


def last_change(centre: Centre, site: str) -> int:
    """The newest number of the site's feed: whatever gives an order stock, or lets it be picked, takes a new one."""
    with centre.read(site) as work:
        return work.feed.marks()[0]


def sweep_in_turns(centre: Centre, site: str) -> int:
    """The same from any other thread, one short transaction after the other: what others ask for gets in between."""
    centre.do(retry_stock, site)
    return sum(centre.do(write_lists, site, some) for some in in_turns(plan_lists(centre, site)))


def plan_lists(centre: Centre, site: str) -> tuple[PlannedList, ...]:
    """The lists that could be made now, the first to be picked first; from any thread, nothing is written."""
    with centre.read(site) as work:
        return plan(work)


def plan(work: Work, most: int = EVERY) -> tuple[PlannedList, ...]:
    """Lists of the `most` most urgent orders that wait, whose wave is due and which nothing holds."""
    settings = work_settings(site_row(work))
    return build_lists(releasable(work, work.orders.waiting("accepted", most), settings), settings)


def in_turns(planned: Sequence[PlannedList]) -> Iterator[list[PlannedList]]:
    """Planned lists in parts that are written in one transaction each."""
    part: list[PlannedList] = []
    for made in planned:
        if part and sum(one.size.orders for one in part) + made.size.orders > ORDERS_AT_ONCE:
            yield part
            part = []
        part.append(made)
    if part:
        yield part


def write_lists(centre: Centre, site: str, planned: Sequence[PlannedList]) -> int:
    """Write planned lists of the orders that still wait, as they are now; returns how many lists."""
    with centre.begin(site) as work:
        return write(work, planned)


def release_orders(centre: Centre, site: str) -> int:
    """Make a few lists of the most urgent orders; 0 when nothing is left to release."""
    with centre.begin(site) as work:
        return release(work)


def release(work: Work) -> int:
    """Write the most urgent lists, a few at a time; 0 when nothing is left to release."""
    return write(work, plan(work, WAVE_MOST)[:LISTS_MOST])
