"""Promising stock to an order: all of it or nothing, counters and ledger in the same step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.central.storage.stores.stock.levels import Move
from app.central.storage.unit import Work
from app.central.values import AllocationRow, HoldRow
from app.domain.intake.orders import HoldNeeded, HoldReason
from app.domain.stock.movements import Movement
from app.domain.stock.promises import Promise, Shortage, Want, plan

TRIES = 3
"""With several writers (PostgreSQL) stock may move between plan and update; then we plan again."""


class Impossible(Exception):
    """A movement the counters do not allow, though an allocation says it happened."""


def promise(
    work: Work, order_id: str, wants: Sequence[Want], *, ahead: bool = False, most: Mapping[str, int] | None = None
) -> tuple[AllocationRow, ...] | tuple[Shortage, ...]:
    """Allocate every want or nothing; the answer says what was promised or every SKU that is short.

    With `ahead` also units that are not there yet; `most` units per SKU are of those that are (None: all).
    """
    for _ in range(TRIES):
        promises = foresee(work, wants, ahead=ahead, most=most)
        if promises and isinstance(promises[0], Shortage):
            return promises
        made = _take(work, order_id, [one for one in promises if isinstance(one, Promise)], ahead)
        if made is not None:
            return made
    return tuple(Shortage(want.sku, want.quantity, 0) for want in wants)


def foresee(
    work: Work, wants: Sequence[Want], *, ahead: bool = False, most: Mapping[str, int] | None = None
) -> tuple[Promise, ...] | tuple[Shortage, ...]:
    """What could be promised now, without promising it."""
    skus = {want.sku for want in wants}
    return plan(wants, work.stock.free(skus), work.ahead.room(skus) if ahead else (), most)


def _take(work: Work, order_id: str, promises: Iterable[Promise], ahead: bool) -> tuple[AllocationRow, ...] | None:
    """Every promise, or None when stock went elsewhere between plan and update."""
    made = tuple(
        AllocationRow(
            allocation_id=work.new_id(),
            order_id=order_id,
            line_id=one.line_id,
            sku=one.sku,
            location=one.location,
            quantity=one.quantity,
            picked=0,
            consumed=0,
            released=0,
            lot=one.lot,
        )
        for one in promises
    )
    moves = [_move(work, Movement.ALLOCATED, row, row.quantity, "allocated") for row in made]
    return made if work.stock.move_all(Movement.ALLOCATED, moves, ahead=ahead) else None


def move(work: Work, kind: Movement, row: AllocationRow, units: int, cause: str, actor: str = "") -> None:
    """One ledger movement of an allocation; `cause` makes its key unique for ever (a command id, a step).

    Raises Impossible when the level does not allow it: counters and allocations disagree, an audit says where.
    """
    if not work.stock.move_all(kind, (_move(work, kind, row, units, cause, actor),)):
        raise Impossible(f"{kind} {units} x {row.sku} at {row.location}: the level says no, run an audit")


def _move(work: Work, kind: Movement, row: AllocationRow, units: int, cause: str, actor: str = "") -> Move:
    return Move(
        sku=row.sku,
        location=row.location,
        quantity=units,
        ledger_id=work.new_id(),
        cause=row.order_id,
        idem=f"{row.allocation_id}:{kind}:{cause}",
        actor=actor,
        lot=row.lot,
    )


def stock_hold(shortages: Iterable[Shortage]) -> HoldNeeded:
    """The hold of an order that is short, naming each SKU."""
    words = ", ".join(f"{short.sku}: {short.wanted} wanted, {short.free} free" for short in shortages)
    return HoldNeeded(reason=HoldReason.STOCK, field="lines", detail=f"Not enough stock ({words}). Goes on by itself.")


def place(work: Work, order_id: str, needed: HoldNeeded, who: str) -> str:
    """Put a named hold on an order; returns its id."""
    row = HoldRow(
        hold_id=work.new_id(),
        order_id=order_id,
        reason=needed.reason.value,
        field=needed.field,
        detail=needed.detail,
        placed_by=who,
        placed_at=work.now,
        released_by="",
        released_at=None,
    )
    work.orders.place_hold(row)
    return row.hold_id
