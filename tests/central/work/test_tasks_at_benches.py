"""Tasks of the floor at benches: shown whole and blind, booked scan by scan, and stopped parcels found."""

from app.central.audit import audit
from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.central.stock.moving import Units
from app.central.stock.returns.returning import take_returned
from app.central.supply.faces.refilling import refill
from app.central.work.tasks.tending import show_tasks, tend
from app.domain import facts
from app.domain import task_facts as of_task
from app.domain.documents import TaskUnits
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, packing, picking
from tests.central.packing_day import claim as claim_list
from tests.central.supply.test_refills import faced, on_hand
from tests.central.work.tasks_of_a_bench import put, shown, take, tasks_open, tell
from tests.central.work.test_tasks import available, count_task, put_back_task


def test_units_put_back_scan_by_scan_are_stock_and_the_task_is_about_the_rest(house: House) -> None:
    put_back_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "put_back")
    assert {(one.sku, one.location, one.quantity) for one in task.units} == {("TEE-M", "A-1", 2), ("CAP", "A-2", 1)}
    tees, cap = sorted(task.units, key=lambda one: one.location)
    assert tell(bench, task, put(task, tees, 1)) == ["applied"]
    assert available(house, "TEE-M") == (20, 1)
    assert {one.sku: one.quantity for one in shown(bench)["put_back"].units} == {"TEE-M": 1, "CAP": 1}
    missing = of_task.TaskUnitsMissing(
        task_id=task.task_id, number=cap.number, sku="CAP", quantity=1, reason="not_found"
    )
    told = tell(bench, task, put(task, tees, 1), missing, of_task.TaskFinished(task_id=task.task_id))
    assert told == ["applied"] * 3
    assert (available(house, "TEE-M"), available(house, "CAP")) == ((20, 0), (20, 1))
    assert "put_back" not in shown(bench)
    assert tasks_open(house) == {"count": 1}
    assert audit(house.centre, SITE) == ()


def test_facts_before_the_answer_come_under_the_fence_the_packer_saw(house: House) -> None:
    put_back_task(house)
    bench = house.bench("ST-2")
    task = shown(bench)["put_back"]
    moves = [put(task, one, one.quantity) for one in task.units]
    ids = {"task_id": task.task_id}
    assert tell(bench, task, of_task.TakeTask(**ids), *moves, of_task.TaskFinished(**ids)) == ["applied"] * 4
    assert available(house, "TEE-M") == (20, 0)
    assert tasks_open(house) == {}


def test_a_count_is_shown_blind_and_corrects_the_books(house: House) -> None:
    count_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "count")
    assert (task.why, task.cause) == ("", "count")
    assert task.units == (TaskUnits(number=1, sku="TEE-M", location="A-1", quantity=0),)
    counted = of_task.ShelfCounted(task_id=task.task_id, sku="TEE-M", location="A-1", counted=18)
    assert tell(bench, task, counted) == ["applied"]
    assert available(house, "TEE-M") == (18, 0)
    assert "count" not in shown(bench)
    assert audit(house.centre, SITE) == ()


def test_a_count_that_surprises_is_made_again_by_other_eyes(house: House) -> None:
    count_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "count")
    tell(bench, task, of_task.ShelfCounted(task_id=task.task_id, sku="TEE-M", location="A-1", counted=11))
    assert available(house, "TEE-M") == (20, 2)
    again = shown(bench)["count"]
    assert (again.cause, again.not_for, again.why) == ("recount", "amina", "")
    (verdict,) = bench.send(bench.arrive(of_task.TakeTask(task_id=again.task_id), fence=again.fence))
    assert (verdict.verdict, "other eyes" in verdict.reason) == ("refused", True)


def test_a_face_is_filled_from_the_reserve_and_what_is_short_there_is_counted(house: House) -> None:
    faced(house, 4, 30)
    house.centre.do(refill, SITE)
    bench = house.bench("ST-2")
    task = take(bench, "replenish")
    (units,) = task.units
    assert (task.to, units.location, units.quantity) == ("A-1", "R-1", 16)
    short = of_task.TaskUnitsMissing(task_id=task.task_id, number=units.number, sku="TEE", quantity=6, reason="too_few")
    told = tell(bench, task, put(task, units, 10, "R-1"), short, of_task.TaskFinished(task_id=task.task_id))
    assert told == ["applied"] * 3
    assert (on_hand(house, "A-1"), on_hand(house, "R-1")) == (14, 20)
    assert tasks_open(house) == {"count": 1}
    assert shown(bench)["count"].units[0].location == "R-1"
    assert audit(house.centre, SITE) == ()


def test_more_brought_than_the_books_have_is_counted_at_both_ends(house: House) -> None:
    faced(house, 4, 8)
    house.centre.do(refill, SITE)
    bench = house.bench("ST-2")
    task = take(bench, "replenish")
    (units,) = task.units
    told = tell(bench, task, put(task, units, 12, "R-1"), of_task.TaskFinished(task_id=task.task_id))
    assert told == ["applied_with_task", "applied"]
    assert (on_hand(house, "A-1"), on_hand(house, "R-1")) == (12, 0)
    assert tasks_open(house) == {"count": 2, "moved_unbooked": 1}
    assert audit(house.centre, SITE) == ()


def test_returned_units_are_decided_about_once(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})
    assert house.centre.do(take_returned, SITE, "rma-1", Units(sku="TEE", location="A-1", quantity=3), "dora") is None
    bench = house.bench("ST-2")
    task = take(bench, "inspect")
    (units,) = task.units
    found = of_task.UnitsInspected(
        task_id=task.task_id,
        number=units.number,
        sku="TEE",
        restock=1,
        scrap=1,
        reasons=(("as_new", 1), ("damaged", 1)),
    )
    assert tell(bench, task, found, of_task.TaskFinished(task_id=task.task_id)) == ["applied"] * 2
    with house.centre.read(SITE) as work:
        (level,) = work.stock.levels("TEE")
    assert level.on_hand == 7
    assert "inspect" not in shown(bench)
    assert tell(bench, task, found) == ["applied_with_task"]
    assert "inspected_twice" in tasks_open(house)
    assert audit(house.centre, SITE) == ()


def stopped_parcel(house: House) -> Bench:
    """A labelled parcel of an order that was cancelled before it left."""
    house.stock({"TEE-M": {"A-1": 20}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    bench = house.bench()
    work = claim_list(bench)
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0])[:-1])
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    house.centre.do(tend, SITE)
    return bench


def test_a_parcel_is_stopped_by_its_label(house: House) -> None:
    stopped_parcel(house)
    bench = house.bench("ST-2")
    task = take(bench, "stop_shipment")
    (sscc,) = task.parcels
    said = of_task.ParcelStopped(task_id=task.task_id, sscc=sscc, outcome="voided")
    assert tell(bench, task, said, of_task.TaskFinished(task_id=task.task_id)) == ["applied"] * 2
    with house.centre.read(SITE) as work:
        parcel = work.parcels.with_sscc(sscc)
    assert parcel is not None
    assert (parcel.state, parcel.label) == ("void", "voided")
    assert "stop_shipment" not in shown(bench)
    foreign = of_task.ParcelStopped(task_id=task.task_id, sscc="0" * 18, outcome="voided")
    assert tell(bench, task, foreign) == ["applied_with_task"]


def test_a_box_closed_after_its_order_was_cancelled_is_shown_as_one_to_stop(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}})
    taken = house.take(new_order("#1", [("TEE-M", 2)]))
    packer, bench = house.bench(), house.bench("ST-2")
    work = claim_list(packer)
    told = [*picking(work), *packing(work, blocks_of(packer)[0])]
    closed = next(n for n, body in enumerate(told) if isinstance(body, facts.CartonClosed))
    packer.tell(*told[: closed - 1])
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    packer.tell(told[closed - 1])
    assert "stop_shipment" not in shown(bench), "there is no box yet"
    packer.tell(told[closed])
    assert shown(bench)["stop_shipment"].parcels == ()


def test_a_parcel_that_left_though_it_was_to_be_stopped_is_looked_for_by_nobody(house: House) -> None:
    packer, bench = stopped_parcel(house), house.bench("ST-2")
    (sscc,) = shown(bench)["stop_shipment"].parcels
    with house.centre.read(SITE) as work:
        parcel = work.parcels.with_sscc(sscc)
    assert parcel is not None
    gone = facts.ParcelDispatched(parcel_id=parcel.parcel_id, order_id=parcel.order_id, sscc=sscc)
    assert [row.verdict for row in packer.tell(gone)] == ["applied_with_task"]
    assert "stop_shipment" not in shown(bench)
    assert "intercept" in tasks_open(house)


def test_a_parcel_that_had_left_tells_the_customer_and_takes_its_units_off_the_shelf(house: House) -> None:
    stopped_parcel(house)
    bench = house.bench("ST-2")
    task = take(bench, "stop_shipment")
    left = of_task.ParcelStopped(task_id=task.task_id, sscc=task.parcels[0], outcome="left", reason="with_carrier")
    assert tell(bench, task, left, of_task.TaskFinished(task_id=task.task_id)) == ["applied"] * 2
    assert "cancelled_late" in tasks_open(house)
    assert "put_back" not in tasks_open(house)


def test_tasks_from_before_benches_were_shown_any_are_shown_when_a_process_starts(house: House) -> None:
    seen = put_back_task(house)
    house.centre.do(_unshown, SITE, seen.id)
    bench = house.bench("ST-2")
    assert shown(bench) == {}
    house.centre.do(show_tasks, SITE)
    assert set(shown(bench)) == {"put_back"}


def test_a_task_without_a_shelf_or_for_the_desk_is_shown_to_no_bench(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}})
    bench = house.bench("ST-2")
    house.centre.do(_opened, SITE)
    assert shown(bench) == {}


def _opened(centre: Centre, site: str) -> None:
    with centre.begin(site) as work:
        for cause in ("count", "put_back", "cancelled_late", "problem", "boxed", "stop_shipment"):
            work.tasks.open(work.new_id(), cause, f"{cause} of nothing in particular")


def _unshown(centre: Centre, site: str, task_id: str) -> None:
    with centre.begin(site) as work:
        work.feed.drop("task", task_id)
