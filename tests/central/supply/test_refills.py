"""Pick faces: filled from reserve by one task at a time, urgent when lists take from them, cancelled in time."""

from datetime import timedelta

from app.central.audit import audit
from app.central.stock.moving import By, Units
from app.central.stock.receiving import receive
from app.central.supply.faces.refilling import refill
from app.central.supply.setting import FaceLine, import_faces
from app.central.warehouse.imports import import_locations
from app.central.warehouse.records import Place
from app.central.work.release import sweep
from app.central.work.tasks.doing import claim, done
from app.central.work.tasks.effects import NotDone, Result
from app.central.work.values import TaskRow
from tests.central.house import SITE, House, new_order


def faced(house: House, at_face: int, behind: int) -> None:
    """TEE lies at A-1, filled up to 20 once 5 are left, and behind it in R-1."""
    house.stock({"TEE": {"A-1": at_face}})
    house.centre.do(import_locations, SITE, [Place(line=2, code="R-1", walk=90, kind="reserve")])
    if behind:
        units = Units(sku="TEE", location="R-1", quantity=behind)
        house.centre.do(receive, SITE, units, By(who="dora", why="", key="r"))
    line = FaceLine(line=2, location="A-1", sku="TEE", min_units=5, max_units=20)
    assert house.centre.do(import_faces, SITE, "faces.csv", [line]).bad == ()


def tasks(house: House) -> tuple[TaskRow, ...]:
    with house.centre.read(SITE) as work:
        return work.tasks.open_of(kind="replenish")


def on_hand(house: House, place: str) -> int:
    with house.centre.read(SITE) as work:
        level = work.stock.level("TEE", place)
    return level.on_hand if level else 0


def test_a_face_that_runs_low_is_filled_by_one_task_and_doing_it_moves_the_units(house: House) -> None:
    faced(house, 4, 30)
    for _ in range(3):
        house.centre.do(refill, SITE)
    (task,) = tasks(house)
    assert (task.quantity, task.location, task.priority) == (16, "R-1", 5)
    assert task.reason.startswith("Bring 16 x TEE from R-1 to A-1")
    leased = house.centre.do(claim, SITE, task.task_id, "amina", "packer")
    assert isinstance(leased, TaskRow)
    ended = house.centre.do(done, SITE, task.task_id, "amina", leased.fence)
    assert isinstance(ended, TaskRow)
    assert ended.outcome == "16 units brought"
    assert (on_hand(house, "A-1"), on_hand(house, "R-1")) == (20, 14)
    house.centre.do(done, SITE, task.task_id, "amina", leased.fence)
    house.centre.do(refill, SITE)
    assert (tasks(house), on_hand(house, "A-1")) == ((), 20)
    assert audit(house.centre, SITE) == ()


def test_lists_that_take_from_a_face_make_it_urgent_and_due_when_their_orders_leave(house: House) -> None:
    faced(house, 6, 30)
    house.take(new_order("#1", [("TEE", 6)], ship_by=house.clock() + timedelta(hours=8)))
    house.centre.do(sweep, SITE)
    house.centre.do(refill, SITE)
    (task,) = tasks(house)
    assert (task.priority, task.quantity) == (2, 20)
    assert task.due_at is not None
    assert "Open lists take 6 more for 1 orders" in task.reason


def test_a_task_that_waits_becomes_urgent_when_lists_take_from_its_face(house: House) -> None:
    faced(house, 5, 30)
    house.centre.do(refill, SITE)
    (calm,) = tasks(house)
    house.take(new_order("#1", [("TEE", 5)], ship_by=house.clock() + timedelta(hours=8)))
    house.centre.do(sweep, SITE)
    house.centre.do(refill, SITE)
    (urgent,) = tasks(house)
    assert (calm.task_id, calm.priority, urgent.priority) == (urgent.task_id, 5, 2)
    assert urgent.rank < calm.rank


def test_it_is_cancelled_when_the_face_is_full_again_or_the_reserve_is_gone(house: House) -> None:
    faced(house, 4, 30)
    house.centre.do(refill, SITE)
    house.stock({"TEE": {"A-1": 12}}, "second")
    house.centre.do(refill, SITE)
    assert tasks(house) == ()
    house.stock({"TEE": {"A-1": 2}}, "third")
    house.centre.do(refill, SITE)
    assert [task.quantity for task in tasks(house)] == [18]
    house.take(new_order("#1", [("TEE", 30)]))
    house.centre.do(refill, SITE)
    assert tasks(house) == ()


def test_what_somebody_else_got_meanwhile_is_not_brought(house: House) -> None:
    faced(house, 0, 8)
    house.centre.do(refill, SITE)
    (task,) = tasks(house)
    assert task.quantity == 8
    house.take(new_order("#1", [("TEE", 3)]))
    ended = house.centre.do(done, SITE, task.task_id, "bella", None, Result(counted=9))
    assert isinstance(ended, TaskRow)
    assert ended.outcome == "5 units brought of 8"
    assert audit(house.centre, SITE) == ()


def test_a_face_that_is_none_any_more_ends_its_task(house: House) -> None:
    faced(house, 0, 8)
    house.centre.do(refill, SITE)
    (task,) = tasks(house)
    gone = FaceLine(line=2, location="A-1", sku="TEE", min_units=0, max_units=0)
    house.centre.do(import_faces, SITE, "faces.csv", [gone])
    assert tasks(house) == ()
    late = house.centre.do(done, SITE, task.task_id, "bella")
    assert isinstance(late, NotDone)
    assert on_hand(house, "A-1") == 0
