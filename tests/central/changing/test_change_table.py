"""What a change does at each stage: every cell of the table happens, on a real database, and the books add up."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.central.audit import audit
from app.central.intake.orders import Taken
from app.central.report import report
from app.central.work.release import sweep
from app.domain import facts
from app.domain.intake.changing import Change, Effect, Stage, effect_of
from app.domain.intake.orders import NewOrder
from tests.central.changing.stories import (
    CHANGES,
    FIRST,
    Story,
    asked,
    claimed,
    labelled,
    packed,
    picked,
    released,
    renamed,
    shipped,
    stands,
    tasks,
    waiting,
    wanted,
)
from tests.central.house import SITE, House
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of

STAGES: list[tuple[Stage, Callable[[House], Story]]] = [
    (Stage.WAITING, waiting),
    (Stage.RELEASED, released),
    (Stage.PICKING, claimed),
    (Stage.PICKING, picked),
    (Stage.PACKED, packed),
    (Stage.LABELLED, labelled),
    (Stage.SHIPPED, shipped),
]
CELLS = [
    pytest.param(stage, reach, kind, id=f"{reach.__name__}-{kind.name.lower()}")
    for stage, reach in STAGES
    for kind in CHANGES
]


@pytest.mark.parametrize(("stage", "reach", "kind"), CELLS)
def test_every_cell_of_the_table(house: House, stage: Stage, reach: Callable[[House], Story], kind: Change) -> None:
    story = reach(house)
    order = CHANGES[kind]
    in_tote = sum(line.picked for line in stands(house).lines)
    taken = house.take(order)
    effect = effect_of([kind], stage)
    CHECKS[effect](house, stage, order, taken)
    if effect is Effect.INTERRUPT:
        assert tasks(house).get("put_back", 0) == (1 if in_tote else 0)
        assert (story.told > 0) == bool(in_tote)
    again = house.take(order)
    assert (again.outcome, again.lifecycle) == ("same", taken.lifecycle)
    house.centre.do(sweep, SITE)
    assert audit(house.centre, SITE) == ()


def recorded(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    assert taken.outcome == "changed"
    assert stands(house).order.note == order.note
    assert wanted(house) == asked(FIRST)
    assert tasks(house) == {}


def taken_over(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    assert (taken.outcome, taken.lifecycle, taken.holds) == ("changed", "accepted", ())
    found = stands(house)
    assert wanted(house) == asked(order)
    assert {line.sku: line.allocated for line in found.lines if line.allocated} == asked(order)
    assert (order.recipient.street in found.order.recipient, found.order.note) == (True, order.note)
    assert tasks(house) == {}


def taken_out(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    taken_over(house, stage, order, taken)
    assert stands(house).order.list_id is None
    house.centre.do(sweep, SITE)
    work = claim(house.bench("ST-2"))
    (only,) = work.orders
    assert {line.sku: line.quantity for line in only.lines} == asked(order)
    assert only.service == order.service


def interrupted(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    assert (taken.outcome, taken.lifecycle, taken.holds) == ("changed", "accepted", ())
    assert set(tasks(house)) <= {"put_back"}
    found = stands(house)
    assert (found.order.list_id, wanted(house)) == (None, asked(order))
    assert {(line.picked, line.packed) for line in found.lines} == {(0, 0)}
    house.centre.do(sweep, SITE)
    work = claim(house.bench("ST-2"))
    (only,) = work.orders
    assert {line.sku: line.quantity for line in only.lines} == asked(order)
    assert order.recipient.street == only.recipient.street


def stopped(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    assert taken.outcome == "waiting"
    assert [(hold.reason, hold.field) for hold in taken.holds] == [("operator", "change")]
    assert tasks(house) == {"stop_shipment": 1}
    assert wanted(house) == asked(FIRST)


def refused(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    assert (taken.outcome, taken.holds) == ("differs", ())
    assert tasks(house) == {"changed_late": 1}
    assert wanted(house) == asked(FIRST)
    assert stands(house).status == "shipped"


def cancelled(house: House, stage: Stage, order: NewOrder, taken: Taken) -> None:
    found = stands(house)
    if stage is Stage.SHIPPED:
        assert (found.status, tasks(house)) == ("shipped", {"cancelled_late": 1})
        return
    assert (found.status, wanted(house)) == ("cancelled", {})
    assert sum(line.allocated + line.picked for line in found.lines) == 0
    boxed = stage in (Stage.PACKED, Stage.LABELLED)
    assert ("stop_shipment" in tasks(house)) == boxed
    assert {parcel.state for parcel in found.parcels} == ({"blocked"} if boxed else set())


CHECKS = {
    Effect.RECORD: recorded,
    Effect.TAKE_OVER: taken_over,
    Effect.TAKE_OUT: taken_out,
    Effect.INTERRUPT: interrupted,
    Effect.STOP: stopped,
    Effect.REFUSE: refused,
    Effect.CANCEL: cancelled,
}


OFFLINE = [
    pytest.param(reach, kind, id=f"{reach.__name__}-{kind.name.lower()}")
    for reach in (claimed, picked)
    for kind in (Change.MORE, Change.REMOVED, Change.ADDRESS, Change.CANCELLED)
]


@pytest.mark.parametrize(("reach", "kind"), OFFLINE)
def test_a_bench_that_was_offline_tells_of_the_order_as_it_was(
    house: House, reach: Callable[[House], Story], kind: Change
) -> None:
    """It picked, packed, labelled and dispatched what is not wanted any more: recorded, with tasks, stock right."""
    story = reach(house)
    house.take(CHANGES[kind])
    assert story.rest() == {"applied_with_task"} | ({"applied"} if reach is claimed else set())
    found = stands(house)
    assert {parcel.state for parcel in found.parcels} == {"blocked"}
    assert "intercept" in tasks(house)
    assert report(house.centre, SITE).dispatched == 0
    house.centre.do(sweep, SITE)
    assert audit(house.centre, SITE) == ()
    if kind is not Change.CANCELLED:
        assert found.status == "accepted"
        other = house.bench("ST-2")
        work = claim(other)
        told = [*picking(work), *(renamed(body) for body in packing(work, blocks_of(other)[0]))]
        assert {row.verdict for row in other.tell(*told)} == {"applied"}
        assert stands(house).status == "shipped"
        assert audit(house.centre, SITE) == ()


def test_a_box_that_leaves_although_its_order_changed_makes_the_change_late(house: House) -> None:
    story = packed(house)
    house.take(CHANGES[Change.MORE])
    assert story.rest() == {"applied", "applied_with_task"}
    assert stands(house).order.fulfilment == "shipped"
    assert set(tasks(house)) >= {"stop_shipment", "changed_late"}
    assert audit(house.centre, SITE) == ()


def test_the_bench_sees_the_order_struck_out_and_the_rest_of_its_list_goes_on(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    house.take(FIRST)
    house.take(replace(FIRST, external_ref="#2", number="#2"))
    bench = house.bench()
    work = claim(bench)
    assert len(work.orders) == 2
    house.take(CHANGES[Change.FEWER])
    seen = work_of(bench)[work.list_id]
    assert {order.number: order.state for order in seen.orders} == {"#1": "cancelled", "#2": "open"}
    assert next(order for order in seen.orders if order.number == "#1").recipient.name == ""
    first = next(order.order_id for order in work.orders if order.number == "#1")
    told = [body for body in [*picking(work), *packing(work, blocks_of(bench)[0])] if not about(body, first)]
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    assert stands(house, "#2").status == "shipped"
    assert work_of(bench) == {}
    assert audit(house.centre, SITE) == ()


def about(body: facts.Body, order_id: str) -> bool:
    named = (getattr(body, "order_id", ""), getattr(body, "parcel_id", ""), getattr(body, "session_id", ""))
    return any(order_id in str(name) for name in named)
