"""The numbers of a site at a glance: orders by where they stand, parcels, stock, and what the ledger holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.storage.unit import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Counts of orders unless said otherwise.

    `accepted` counts orders ever accepted and not cancelled; `picked` and `packed` orders of which every unit is;
    `labelled` and `dispatched` parcels; `holds` (reason, open holds); `ledger` (kind, movements, units, change of on
    hand); `tasks` (kind, open tasks).
    """

    orders_in: int
    accepted: int
    on_hold: int
    cancelled: int
    picked: int
    packed: int
    shipped: int
    labelled: int
    dispatched: int
    lists_ready: int
    lists_leased: int
    lists_done: int
    on_hand: int
    allocated: int
    unavailable: int
    holds: tuple[tuple[str, int], ...]
    hold_details: tuple[tuple[str, str, str], ...]
    ledger: tuple[tuple[str, int, int, int], ...]
    tasks: tuple[tuple[str, int], ...]
    quarantined: int


def report(centre: Centre, site: str) -> Report:
    """One consistent view of a site."""
    with centre.read(site) as work:
        return _report(work)


def _report(work: Work) -> Report:
    totals = work.orders.totals()
    lifecycle = {name: sum(n for (life, _), n in totals.items() if life == name) for name, _ in totals}
    held = work.orders.open_holds()
    parcels = work.parcels.totals()
    on_hand, allocated, unavailable = work.stock.totals()
    picked, packed, shipped = work.orders.progress()
    return Report(
        orders_in=sum(totals.values()),
        accepted=lifecycle.get("accepted", 0) + lifecycle.get("closed", 0),
        on_hold=len({hold.order_id for hold in held}),
        cancelled=lifecycle.get("cancelled", 0),
        picked=picked,
        packed=packed,
        shipped=shipped,
        labelled=sum(n for (_, label), n in parcels.items() if label not in ("none", "voided")),
        dispatched=sum(n for (state, _), n in parcels.items() if state == "shipped"),
        lists_ready=work.lists.total("ready"),
        lists_leased=sum(work.lists.total(state) for state in ("claimed", "picking", "picked")),
        lists_done=work.lists.total("done"),
        on_hand=on_hand,
        allocated=allocated,
        unavailable=unavailable,
        holds=_tally(hold.reason for hold in held),
        hold_details=_details(work),
        ledger=work.stock.by_kind(),
        tasks=_tally(kind for kind, _, _ in work.tasks.open_tasks()),
        quarantined=len(work.benches.quarantined()),
    )


def _details(work: Work) -> tuple[tuple[str, str, str], ...]:
    """(order number, reason, words) of every open hold."""
    found = []
    for hold in work.orders.open_holds():
        order = work.orders.order(hold.order_id)
        found.append((order.number if order else hold.order_id, hold.reason, hold.detail))
    return tuple(found)


def _tally(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts.items()))
