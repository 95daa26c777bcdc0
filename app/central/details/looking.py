"""Looking over an order again when its address or how to reach its customer changed: holds come and go one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.central.details.judging import Judged, confirmed_of, judge_address, keep_again
from app.central.intake.promises.promising import place
from app.central.storage.unit import Work
from app.central.values import OrderRow
from app.domain.intake.orders import HoldNeeded
from app.domain.parcels import PostalAddress


def look_again(
    work: Work,
    order: OrderRow,
    address: PostalAddress,
    who: str,
    *,
    email: str | None = None,
    confirmed: Mapping[str, str] | None = None,
) -> Judged:
    """Judge an address afresh: holds whose problem is gone are released, new ones placed, all others left alone."""
    known = work.details.of_order(order.order_id)
    email = email if email is not None else "" if known is None else known.email
    stands = dict(confirmed) if confirmed is not None else confirmed_of(known)
    judged = judge_address(work, order, address, email, stands)
    keep_again(work, order.order_id, judged, stands)
    _settle(work, order.order_id, judged.holds, who)
    return judged


def _settle(work: Work, order_id: str, needed: Collection[HoldNeeded], who: str) -> None:
    wanted = {(hold.field, hold.detail) for hold in needed}
    standing = set()
    for hold in work.orders.holds(order_id):
        if hold.released_at is not None or not _is_of_address(hold.field, hold.reason):
            continue
        if (hold.field, hold.detail) in wanted:
            standing.add((hold.field, hold.detail))
        else:
            work.orders.release_hold(hold.hold_id, who)
    for one in needed:
        if (one.field, one.detail) not in standing:
            place(work, order_id, one, who)


def _is_of_address(field: str, reason: str) -> bool:
    return reason in ("address", "details") and field.startswith("recipient.")
