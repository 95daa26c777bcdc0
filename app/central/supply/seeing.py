"""What people look at: what is low, what is proposed, and what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.central.centre import Centre
from app.central.supply.figures import figures
from app.central.supply.values import AlertRow, ProposalRow

PAGE_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LowRow:
    """A SKU that is low, as it is now, in units and days; `proposed` is what its open proposals would order."""

    sku: str
    name: str
    supplier: str
    available: int
    on_hand: int
    cover_days: int | None
    reorder_point: int
    order_up_to: int
    proposed: int
    on_order: int
    backordered: int
    rate_milli: int


def low(centre: Centre, site: str, most: int, after: str = "") -> tuple[LowRow, ...]:
    """What is low, in the order of SKUs, behind one."""
    with centre.read(site) as work:
        skus = work.supply.alerts.low(most, after)
        found, names = figures(work, skus), work.supply.buying.names(skus)
        opened = work.supply.proposals.open_of(skus)
        return tuple(
            LowRow(
                sku=one.sku,
                name=names.get(one.sku, ""),
                supplier=one.supplier,
                available=one.available,
                on_hand=one.on_hand,
                cover_days=one.cover_days,
                reorder_point=one.points.reorder_point,
                order_up_to=one.points.order_up_to,
                proposed=sum(row.quantity for row in opened.get(one.sku, ())),
                on_order=one.on_order,
                backordered=one.backordered,
                rate_milli=int(one.demand.rate * 1000),
            )
            for one in (found[sku] for sku in skus)
        )


def list_proposals(
    centre: Centre, site: str, most: int, state: str = "open", supplier: str = "", after: str = ""
) -> tuple[ProposalRow, ...]:
    """In the order they were made, behind the id of the last one seen."""
    with centre.read(site) as work:
        return work.supply.proposals.page(most, state, supplier, after)


def see_proposal(centre: Centre, site: str, proposal_id: str) -> ProposalRow | None:
    with centre.read(site) as work:
        return work.supply.proposals.get(proposal_id)


def list_alerts(
    centre: Centre,
    site: str,
    most: int,
    state: str = "",
    kind: str = "",
    sku: str = "",
    before: tuple[datetime, str] | None = None,
) -> tuple[AlertRow, ...]:
    """Newest first, behind (time, id) of the last one seen."""
    with centre.read(site) as work:
        return work.supply.alerts.page(most, state, kind, sku, before)
