"""Returned units that are fit go to their shelf by a task, and are for sale there exactly once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.central.audit import audit
from app.central.centre import Centre
from app.central.stock.moving import NotMoved
from app.central.stock.returns.returning import Inspection, inspect, take_returned
from app.central.stock.transferring import transfer
from app.central.work.tasks.doing import done
from app.central.work.values import TaskItem, TaskRow
from app.domain import task_facts
from tests.central.house import SITE, House, new_order, open_again
from tests.central.inventory.test_publishing import sells
from tests.central.stock.tees import WHO, by, counters, place, tees
from tests.central.work.tasks_of_a_bench import put, take, tasks_open, tell

RETURNS = "RT-1"


@pytest.fixture
def house(house: House) -> House:
    """Five tees in A-1, and a place for what comes back."""
    house.stock({"TEE": {"A-1": 5}})
    place(house, RETURNS, "returns")
    return house


def came_back(house: House, line: str, units: int, restock: int, scrap: int = 0, where: str = RETURNS) -> None:
    assert house.centre.do(take_returned, SITE, line, tees(units, where), WHO) is None
    found = Inspection(line=line, restock=restock, scrap=scrap)
    assert house.centre.do(inspect, SITE, found, WHO) is None
    assert isinstance(house.centre.do(inspect, SITE, found, WHO), NotMoved)


def restock_tasks(house: House) -> tuple[TaskRow, ...]:
    with house.centre.read(SITE) as work:
        return work.tasks.open_of(kind="restock")


def finish(centre: Centre, task: TaskRow) -> TaskRow:
    ended = centre.do(done, SITE, task.task_id, "dora")
    assert isinstance(ended, TaskRow), ended
    return ended


def test_fit_units_are_for_sale_once_they_are_on_their_shelf(house: House) -> None:
    came_back(house, "rma-1", 4, restock=2, scrap=1)
    (task,) = restock_tasks(house)
    with house.centre.read(SITE) as work:
        assert work.tasks.items(task.task_id) == (TaskItem("TEE", "A-1", 2),)
    assert (task.source, sells(house, "TEE")) == (RETURNS, {"shop": 5})
    for _ in range(2):
        ended = finish(house.centre, task)
        assert ended.outcome == "2 units put on their shelves"
        assert (counters(house), counters(house, RETURNS)) == ((7, 0, 0, 0), (1, 0, 1, 1))
    assert sells(house, "TEE") == {"shop": 7}
    with house.centre.read(SITE) as work:
        by_kind = {kind: units for kind, _, units, _ in work.stock.by_kind()}
    assert (by_kind["restocked"], by_kind["returned"], by_kind["scrapped"]) == (2, 4, 1)
    assert audit(house.centre, SITE) == ()


def test_returns_of_one_place_make_one_task_and_what_lies_on_a_shelf_already_none(house: House) -> None:
    place(house, "RT-2", "returns")
    came_back(house, "rma-1", 1, restock=1)
    came_back(house, "rma-2", 2, restock=2)
    came_back(house, "rma-3", 1, restock=1, where="RT-2")
    came_back(house, "rma-4", 1, restock=1, where="A-1")
    came_back(house, "rma-5", 1, restock=0, scrap=1)
    assert {task.source: task.quantity for task in restock_tasks(house)} == {RETURNS: 3, "RT-2": 1}
    for task in restock_tasks(house):
        finish(house.centre, task)
    assert counters(house) == (10, 0, 0, 0)
    assert audit(house.centre, SITE) == ()


def test_who_waits_gets_what_is_put_on_the_shelf(house: House) -> None:
    waiting = house.take(new_order("#1", [("TEE", 6)]))
    assert [hold.reason for hold in waiting.holds] == ["stock"]
    came_back(house, "rma-1", 1, restock=1)
    finish(house.centre, restock_tasks(house)[0])
    with house.centre.read(SITE) as work:
        order = work.orders.order(waiting.order_id)
    assert order is not None
    assert (order.lifecycle, counters(house)) == ("accepted", (6, 6, 0, 0))


def test_what_somebody_moved_by_hand_is_not_moved_again(house: House) -> None:
    came_back(house, "rma-1", 3, restock=3)
    assert house.centre.do(transfer, SITE, tees(2, RETURNS), "A-1", by("by hand")) is None
    assert finish(house.centre, restock_tasks(house)[0]).outcome == "1 units put on their shelves, 2 were moved before"
    assert (counters(house), counters(house, RETURNS)) == ((8, 0, 0, 0), (0, 0, 0, 0))
    assert audit(house.centre, SITE) == ()


def test_without_a_shelf_somebody_is_asked_for_one(house: House) -> None:
    def forget(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.connection.exec_driver_sql("UPDATE product SET home = ''")
            work.connection.exec_driver_sql("UPDATE location SET state = 'closed' WHERE code = 'A-1'")

    house.centre.do(forget)
    came_back(house, "rma-1", 1, restock=1)
    assert restock_tasks(house) == ()
    assert tasks_open(house)["no_shelf"] == 1


def test_two_centres_end_a_task_at_once_and_it_is_booked_once(house: House) -> None:
    came_back(house, "rma-1", 3, restock=3)
    (task,) = restock_tasks(house)
    other = open_again(house.data)
    try:
        with ThreadPoolExecutor(2) as both:
            ends = [both.submit(finish, centre, task) for centre in (house.centre, other)]
            assert {one.result().outcome for one in ends} == {"3 units put on their shelves"}
    finally:
        other.close()
    assert (counters(house), counters(house, RETURNS)) == ((8, 0, 0, 0), (0, 0, 0, 0))
    assert audit(house.centre, SITE) == ()


def test_at_a_bench_units_go_from_the_returns_to_the_shelf_scan_by_scan(house: House) -> None:
    came_back(house, "rma-1", 3, restock=3)
    bench = house.bench()
    task = take(bench, "restock")
    (units,) = task.units
    assert (units.location, units.quantity) == ("A-1", 3)
    assert tell(bench, task, put(task, units, 1)) == ["applied"]
    assert (counters(house), counters(house, RETURNS)) == ((6, 0, 0, 0), (2, 0, 0, 0))
    gone = task_facts.TaskUnitsMissing(
        task_id=task.task_id, number=units.number, sku="TEE", quantity=1, reason="not_found"
    )  # fmt: skip
    told = tell(bench, task, put(task, units, 1), gone, task_facts.TaskFinished(task_id=task.task_id))
    assert told == ["applied"] * 3
    assert (counters(house), counters(house, RETURNS)) == ((7, 0, 0, 0), (1, 0, 0, 0))
    with house.centre.read(SITE) as work:
        assert [(row.sku, row.location) for row in work.tasks.open_of(kind="count")] == [("TEE", RETURNS)]
    assert restock_tasks(house) == ()
    assert audit(house.centre, SITE) == ()


def test_what_the_desk_ended_meanwhile_is_told_and_counted_not_booked_twice(house: House) -> None:
    came_back(house, "rma-1", 2, restock=2)
    bench = house.bench()
    task = take(bench, "restock")
    (units,) = task.units
    (row,) = restock_tasks(house)
    ended = house.centre.do(done, SITE, row.task_id, row.assignee)
    assert isinstance(ended, TaskRow)
    assert tell(bench, task, put(task, units, 2)) == ["applied_with_task"]
    assert (counters(house), counters(house, RETURNS)) == ((7, 0, 0, 0), (0, 0, 0, 0))
    assert audit(house.centre, SITE) == ()
