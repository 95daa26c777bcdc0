"""Stock for an order by its policy: all of it together, what is there, or all or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.central.intake.promising import foresee, promise
from app.central.storage.unit import Work
from app.central.supply.demand import lose
from app.central.values import AllocationRow, LineRow
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.money import Money
from app.domain.stock.available import Part, available
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
    work: Work,
    order_id: str,
    lines: Sequence[LineRow],
    policy: FulfilmentPolicy,
    most: Mapping[str, int] | None = None,
) -> Covered:
    """Promise what the lines still lack, as far as the policy lets a part of it go.

    `most` units per SKU are this order's in its turn, None whatever is free: the rest is kept for orders before it.
    """
    wants = wanted(lines)
    short = _beyond(wants, most)
    made, short = ((), short) if short else _split(promise(work, order_id, wants))
    if not short or policy is not FulfilmentPolicy.SHIP_AVAILABLE:
        return Covered(made, short, not short)
    there = _there(lines, short)
    part, lost = _split(promise(work, order_id, there)) if there else ((), ())
    return Covered(part, short, bool(part) and not lost)


def look(work: Work, lines: Sequence[LineRow], policy: FulfilmentPolicy) -> Covered:
    """What `cover` would find now, with nothing promised."""
    short = tuple(one for one in foresee(work, wanted(lines)) if isinstance(one, Shortage))
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


def _beyond(wants: Sequence[Want], most: Mapping[str, int] | None) -> tuple[Shortage, ...]:
    """SKUs of which more is wanted than this order's turn gives it."""
    needed: dict[str, int] = {}
    for want in wants:
        needed[want.sku] = needed.get(want.sku, 0) + want.quantity
    if most is None:
        return ()
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
