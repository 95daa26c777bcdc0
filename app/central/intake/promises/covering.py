"""Stock for an order by its policy: all of it together, what is there, or all or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.central.intake.promises.overselling import oversells
from app.central.intake.promises.promising import foresee, promise
from app.central.storage.unit import Work
from app.central.supply.demand import lose
from app.central.values import AllocationRow, LineRow, OrderRow
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.money import Money
from app.domain.stock.backorders import Turn
from app.domain.stock.channels.available import Part, available
from app.domain.stock.promises import Promise, Shortage, Want

SHORT: Final = "short"
"""Who cancelled an order that wanted all or nothing."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What was promised, and every SKU that is short; `goes`: something of it can go now."""

    promised: tuple[AllocationRow, ...] = ()
    short: tuple[Shortage, ...] = ()
    goes: bool = False


def cover(
    work: Work, order: OrderRow, lines: Sequence[LineRow], policy: FulfilmentPolicy, most: Turn | None = None
) -> Covered:
    """Promise what the lines still lack, as far as the policy lets a part of it go; ahead of stock if its channel may.

    `most` is this order's in its turn, None whatever is free: the rest is kept for orders before it.
    """
    wants = wanted(lines)
    short = () if most is None else _beyond(wants, most.units)
    made, short = ((), short) if short else _promise(work, order, wants, most)
    if not short or policy is not FulfilmentPolicy.SHIP_AVAILABLE:
        return Covered(made, short, not short)
    there = _there(lines, short)
    part, lost = _split(promise(work, order.order_id, there)) if there else ((), ())
    return Covered(part, short, bool(part) and not lost)


def _promise(
    work: Work, order: OrderRow, wants: Sequence[Want], most: Turn | None
) -> tuple[tuple[AllocationRow, ...], tuple[Shortage, ...]]:
    """What is there first; only an order that is short asks whether it may be promised what is not."""
    if most is None or not most.ahead:
        found = _split(promise(work, order.order_id, wants))
        if not found[1] or most is not None or not oversells(work, order.channel_id):
            return found
        made, _ = _split(promise(work, order.order_id, wants, ahead=True))
        return (made, ()) if made else found
    return _split(promise(work, order.order_id, wants, ahead=True, most=most.there))


def look(work: Work, order: OrderRow, lines: Sequence[LineRow], policy: FulfilmentPolicy) -> Covered:
    """What `cover` would find now, with nothing promised."""
    wants = wanted(lines)
    short = tuple(one for one in foresee(work, wants) if isinstance(one, Shortage))
    if short and oversells(work, order.channel_id):
        later = foresee(work, wants, ahead=True)
        short = short if any(isinstance(one, Shortage) for one in later) else ()
    some = policy is FulfilmentPolicy.SHIP_AVAILABLE and bool(_there(lines, short))
    return Covered((), short, not short or some)


def wanted(lines: Sequence[LineRow]) -> list[Want]:
    """What the lines still lack: not cancelled, not promised, not shipped."""
    return [Want(line.line_id, line.sku, lacks) for line in lines if (lacks := _lacks(line)) > 0]


def tell_short(work: Work, order_id: str, number: str, paid: Money, short: Sequence[Shortage]) -> None:
    """An order that wanted all or nothing was cancelled: a person tells the customer, and gives back what was paid."""
    words = ", ".join(f"{one.sku}: {one.wanted} wanted, {one.free} free" for one in short)
    money = f" and see to the {paid.text()} {paid.currency} that are paid or authorised" if paid.minor else ""
    text = f"Order {number} was cancelled, not everything is there ({words}): tell the customer{money}."
    work.tasks.open(work.new_id(), "cancelled_short", text, order_id)
    for one in short:
        lose(work, one.sku, one.wanted - one.free)


def _beyond(wants: Sequence[Want], most: Mapping[str, int]) -> tuple[Shortage, ...]:
    """SKUs of which more is wanted than this order's turn gives it."""
    needed: dict[str, int] = {}
    for want in wants:
        needed[want.sku] = needed.get(want.sku, 0) + want.quantity
    return tuple(Shortage(sku, units, most.get(sku, 0)) for sku, units in needed.items() if units > most.get(sku, 0))


def _lacks(line: LineRow) -> int:
    return line.quantity - line.cancelled - line.allocated - line.shipped


def _there(lines: Sequence[LineRow], short: Sequence[Shortage]) -> tuple[Want, ...]:
    parts = [
        Part(Want(line.line_id, line.sku, lacks), line.kit_id or "", line.per_kit)
        for line in lines
        if (lacks := _lacks(line)) > 0
    ]
    return available(parts, {one.sku: one.free for one in short})


def _split(
    found: tuple[AllocationRow, ...] | tuple[Shortage, ...] | tuple[Promise, ...],
) -> tuple[tuple[AllocationRow, ...], tuple[Shortage, ...]]:
    made = tuple(one for one in found if isinstance(one, AllocationRow))
    return made, tuple(one for one in found if isinstance(one, Shortage))
