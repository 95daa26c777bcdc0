"""Tasks: leased once, handed over when a lease ends, and what ending them does to stock and parcels."""

from datetime import timedelta

from app.central.audit import audit
from app.central.intake.changing.cancelling import cancel_order
from app.central.report import report
from app.central.work.crew import put_worker
from app.central.work.taking_back import take_back
from app.central.work.tasks.doing import Nothing, claim, claim_next, done, fail
from app.central.work.tasks.effects import NotDone, Result
from app.central.work.tasks.seeing import list_tasks, see_task
from app.central.work.tasks.tending import tend
from app.central.work.values import TaskItem, TaskRow, TaskSeen
from app.domain import facts
from app.domain.documents import WorkList
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, packing, picking
from tests.central.packing_day import claim as claim_list


def begin(house: House) -> tuple[Bench, WorkList]:
    """A list of one order of three units, leased to a bench."""
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    house.take(new_order("#1", [("TEE-M", 2), ("CAP", 1)]))
    bench = house.bench()
    return bench, claim_list(bench)


def put_back_task(house: House) -> TaskSeen:
    """Units of a cancelled order wait in a tote."""
    bench, work = begin(house)
    bench.tell(*picking(work))
    house.centre.do(take_back, SITE, work.number, "the bench burnt")
    (task,) = list_tasks(house.centre, SITE, by={"kind": "put_back"}).rows
    return task


def taken(house: House, task: TaskSeen, who: str) -> TaskRow:
    leased = house.centre.do(claim, SITE, task.id, who)
    assert isinstance(leased, TaskRow), leased
    return leased


def available(house: House, sku: str) -> tuple[int, int]:
    """(on hand, unavailable) of a SKU."""
    with house.centre.read(SITE) as work:
        levels = work.stock.levels(sku)
    return sum(level.on_hand for level in levels), sum(level.unavailable for level in levels)


def test_units_put_back_are_stock_again_once(house: House) -> None:
    task = put_back_task(house)
    assert (task.kind, task.state, task.quantity, available(house, "TEE-M")) == ("put_back", "queued", 3, (20, 2))
    leased = taken(house, task, "amina")
    ended = house.centre.do(done, SITE, task.id, "amina", leased.fence)
    assert isinstance(ended, TaskRow)
    assert (ended.state, ended.outcome, ended.closed_by) == ("done", "3 units put back", "amina")
    assert (available(house, "TEE-M"), available(house, "CAP")) == ((20, 0), (20, 0))
    assert house.centre.do(done, SITE, task.id, "amina", leased.fence) == ended
    assert audit(house.centre, SITE) == ()


def test_of_two_claims_one_wins(house: House) -> None:
    task = put_back_task(house)
    tries = [house.centre.submit(claim, SITE, task.id, who) for who in ("amina", "bo", "cem")]
    answers = [future.result() for future in tries]
    assert [type(answer) for answer in answers].count(TaskRow) == 1
    assert {answer.code for answer in answers if isinstance(answer, NotDone)} == {"taken"}


def test_a_lapsed_lease_hands_over_and_the_late_result_is_a_check_not_a_second_effect(house: House) -> None:
    task = put_back_task(house)
    slow = taken(house, task, "amina")
    house.clock.move(timedelta(hours=1))
    house.centre.do(tend, SITE)
    seen = see_task(house.centre, SITE, task.id)
    assert seen is not None
    assert seen.seen.state == "queued"
    fast = taken(house, task, "bo")
    assert fast.fence > slow.fence
    assert isinstance(house.centre.do(done, SITE, task.id, "bo", fast.fence), TaskRow)
    late = house.centre.do(done, SITE, task.id, "amina", slow.fence)
    assert isinstance(late, NotDone)
    assert late.code == "older_lease"
    assert available(house, "TEE-M") == (20, 0)
    assert dict(report(house.centre, SITE).tasks) == {"older_lease": 1}
    house.centre.do(done, SITE, task.id, "amina", slow.fence)
    assert dict(report(house.centre, SITE).tasks) == {"older_lease": 1}
    assert audit(house.centre, SITE) == ()


def test_a_result_after_the_lease_ran_out_counts_when_nobody_took_over(house: House) -> None:
    task = put_back_task(house)
    slow = taken(house, task, "amina")
    house.clock.move(timedelta(hours=1))
    house.centre.do(tend, SITE)
    ended = house.centre.do(done, SITE, task.id, "amina", slow.fence)
    assert isinstance(ended, TaskRow)
    assert available(house, "CAP") == (20, 0)


def test_what_could_not_be_put_back_is_counted_and_a_supervisor_is_told(house: House) -> None:
    task = put_back_task(house)
    leased = taken(house, task, "amina")
    failed = house.centre.do(fail, SITE, task.id, "amina", "the tote is empty", leased.fence)
    assert isinstance(failed, TaskRow)
    assert failed.state == "failed"
    assert dict(report(house.centre, SITE).tasks) == {"count": 2, "task_failed": 1}


def count_task(house: House) -> TaskSeen:
    """Two of twenty TEE-M were reported missing at A-1."""
    bench, work = begin(house)
    (order,) = work.orders
    line = next(line for line in order.lines if line.sku == "TEE-M")
    bench.tell(
        *[body for body in picking(work) if getattr(body, "sku", "") != "TEE-M"],
        facts.ItemShortPicked(
            list_id=work.list_id, order_id=order.order_id, line_id=line.line_id, sku="TEE-M", quantity=2,
            reason="not found", location="A-1",
        ),
    )  # fmt: skip
    (task,) = list_tasks(house.centre, SITE, by={"kind": "count"}).rows
    return task


def counted(house: House, task: TaskSeen, who: str, units: int) -> TaskRow | NotDone:
    leased = taken(house, task, who)
    return house.centre.do(done, SITE, task.id, who, leased.fence, Result(counted=units))


def test_a_short_pick_asks_for_a_count_of_that_shelf_and_the_count_corrects_the_books(house: House) -> None:
    task = count_task(house)
    assert (task.sku, task.location, task.quantity) == ("TEE-M", "A-1", 2)
    assert isinstance(counted(house, task, "amina", 18), TaskRow)
    assert available(house, "TEE-M") == (18, 0)
    assert list_tasks(house.centre, SITE, by={"kind": "count"}).rows == ()
    assert audit(house.centre, SITE) == ()


def test_a_count_that_nothing_explains_is_made_again_by_other_eyes(house: House) -> None:
    task = count_task(house)
    first = counted(house, task, "amina", 11)
    assert isinstance(first, TaskRow)
    assert available(house, "TEE-M") == (20, 2)
    (again,) = list_tasks(house.centre, SITE, by={"kind": "count"}).rows
    assert again.cause == "recount"
    same = house.centre.do(claim, SITE, again.id, "amina")
    assert isinstance(same, NotDone)
    assert "other eyes" in same.why
    assert isinstance(counted(house, again, "bo", 12), TaskRow)
    assert available(house, "TEE-M") == (12, 0)
    assert audit(house.centre, SITE) == ()


def test_a_count_without_its_number_names_the_field_and_ends_nothing(house: House) -> None:
    task = count_task(house)
    leased = taken(house, task, "amina")
    wrong = house.centre.do(done, SITE, task.id, "amina", leased.fence)
    assert isinstance(wrong, NotDone)
    assert (wrong.code, wrong.field) == ("field", "counted")
    seen = see_task(house.centre, SITE, task.id)
    assert seen is not None
    assert seen.seen.state == "leased"


def test_a_count_by_import_ends_the_task_by_itself(house: House) -> None:
    count_task(house)
    house.clock.move(timedelta(minutes=1))
    house.stock({"TEE-M": {"A-1": 19}}, "second")
    house.centre.do(tend, SITE)
    assert list_tasks(house.centre, SITE, by={"kind": "count"}).rows == ()


def test_a_parcel_of_a_cancelled_order_is_stopped_voided_or_its_return_arranged(house: House) -> None:
    bench, work = begin(house)
    told = packing(work, blocks_of(bench)[0])
    bench.tell(*picking(work), *[body for body in told if not isinstance(body, facts.ParcelDispatched)])
    order_id = work.orders[0].order_id
    house.centre.do(cancel_order, SITE, order_id, "changed their mind")
    house.centre.do(tend, SITE)
    house.centre.do(tend, SITE)
    (stop,) = list_tasks(house.centre, SITE, by={"kind": "stop_shipment"}).rows
    leased = taken(house, stop, "amina")
    wrong = house.centre.do(done, SITE, stop.id, "amina", leased.fence)
    assert isinstance(wrong, NotDone)
    assert wrong.field == "outcome"
    assert isinstance(house.centre.do(done, SITE, stop.id, "amina", leased.fence, Result(outcome="voided")), TaskRow)
    with house.centre.read(SITE) as read:
        (parcel,) = read.parcels.of_order(order_id)
    assert (parcel.state, parcel.label) == ("void", "voided")
    house.centre.do(tend, SITE)
    assert list_tasks(house.centre, SITE, by={"kind": "stop_shipment"}).rows == ()
    assert audit(house.centre, SITE) == ()


def test_the_next_task_is_the_most_urgent_one_may_do(house: House) -> None:
    def some(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            work.tasks.open(work.new_id(), "put_back", "low", items=[TaskItem("X", "A-1", 1)], priority=8)
            work.tasks.open(work.new_id(), "intercept", "for supervisors")
            work.tasks.open(work.new_id(), "restock", "needs a skill", skill="forklift", priority=1)
            work.tasks.open(work.new_id(), "label_unknown", "urgent")

    house.centre.do(some)
    first = house.centre.do(claim_next, SITE, "amina")
    assert isinstance(first, TaskRow)
    assert first.reason == "urgent"
    house.centre.do(put_worker, SITE, "amina", skills=("forklift",))
    second = house.centre.do(claim_next, SITE, "amina")
    assert isinstance(second, TaskRow)
    assert second.reason == "needs a skill"
    third = house.centre.do(claim_next, SITE, "amina")
    assert isinstance(third, TaskRow)
    assert third.reason == "low"
    assert isinstance(house.centre.do(claim_next, SITE, "amina"), Nothing)
    boss = house.centre.do(claim_next, SITE, "boss", "supervisor")
    assert isinstance(boss, TaskRow)
    assert boss.reason == "for supervisors"
