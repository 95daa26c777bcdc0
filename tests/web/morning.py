"""A morning in the demo warehouse: two benches pick, pack, label and ship; an order is cancelled under their hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.central.intake.changing.cancelling import cancel_order
from app.domain.documents import WorkList
from app.domain.facts import Body, ItemPicked, LabelApplied, PackSessionOpened, ParcelDispatched, ToteAssigned
from tests.central.house import SITE, Bench, House
from tests.central.packing_day import blocks_of, claim, packing, picking


def spend_morning(house: House) -> None:
    """One list shipped, one packed and labelled, one picked up to packing, one half picked, one claimed."""
    first, second = house.bench("ST-4"), house.bench("ST-5")
    shipped = _walked(house, first, 0)
    _tell(house, first, packing(shipped, blocks_of(first)[0]))
    labelled = _walked(house, second, 10)
    told = packing(labelled, blocks_of(second)[0])
    _tell(house, second, [fact for fact in told if not isinstance(fact, ParcelDispatched)])
    _walked(house, first, 20)
    half = claim(second)
    walk = _with_totes(picking(half), 30)
    _tell(house, second, walk[: 1 + len(half.orders) + len(half.stops) // 2])
    house.clock.move(timedelta(minutes=4))
    house.centre.do(cancel_order, SITE, half.orders[0].order_id, "customer changed his mind")
    claim(first)


def _walked(house: House, bench: Bench, totes_from: int) -> WorkList:
    held = claim(bench)
    _tell(house, bench, _with_totes(picking(held), totes_from))
    return held


def _with_totes(told: list[Body], after: int) -> list[Body]:
    """The same facts with totes the demo warehouse has, behind the first `after` of them."""

    def named(tote: str) -> str:
        return f"T-{after + int(tote.removeprefix('T-')):02d}"

    moved = (ToteAssigned, ItemPicked, PackSessionOpened)
    return [replace(fact, tote=named(fact.tote)) if isinstance(fact, moved) else fact for fact in told]


def _tell(house: House, bench: Bench, told: list[Body]) -> None:
    for fact in told:
        house.clock.move(timedelta(seconds=50 if isinstance(fact, LabelApplied) else 7))
        (row,) = bench.tell(fact)
        assert row.verdict in ("applied", "applied_with_task"), row
