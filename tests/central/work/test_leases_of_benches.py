"""Tasks of the floor whose lease moved on: granted again, taken away, handed back, ended by hand; told late."""

from dataclasses import replace
from datetime import timedelta

from app.central.audit import audit
from app.central.work.tasks.doing import done
from app.central.work.tasks.seeing import list_tasks
from app.central.work.tasks.supervising import assign, pause, pin, resume
from app.central.work.tasks.tending import tend
from app.central.work.values import TaskRow
from app.domain import facts
from app.domain import task_facts as of_task
from tests.central.house import SITE, House
from tests.central.work.tasks_of_a_bench import put, shown, take, tasks_open, tell
from tests.central.work.test_tasks import available, count_task, put_back_task


def test_a_lapsed_lease_is_granted_to_the_same_bench_again_and_nothing_is_lost(house: House) -> None:
    put_back_task(house)
    bench = house.bench("ST-2")
    first = take(bench, "put_back")
    tees = next(one for one in first.units if one.sku == "TEE-M")
    tell(bench, first, put(first, tees, 1))
    house.clock.move(timedelta(hours=9))
    house.centre.do(tend, SITE)
    assert shown(bench)["put_back"].holder == ""
    second = take(bench, "put_back")
    assert second.fence > first.fence
    rest = [put(second, one, one.quantity) for one in second.units]
    assert tell(bench, second, *rest, of_task.TaskFinished(task_id=second.task_id)) == ["applied"] * 3
    assert (available(house, "TEE-M"), tasks_open(house)) == ((20, 0), {})


def test_a_task_all_of_which_was_done_ends_though_its_bench_never_said_so(house: House) -> None:
    put_back_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "put_back")
    assert tell(bench, task, *(put(task, one, one.quantity) for one in task.units)) == ["applied"] * 2
    house.centre.do(tend, SITE)
    assert tasks_open(house) == {"put_back": 1}, "its bench has it, and may still say the end"
    house.clock.move(timedelta(hours=9))
    house.centre.do(tend, SITE)
    house.centre.do(tend, SITE)
    assert (tasks_open(house), available(house, "TEE-M")) == ({}, (20, 0))
    assert tell(bench, task, of_task.TaskFinished(task_id=task.task_id)) == ["applied"]


def test_what_a_bench_did_after_somebody_else_got_the_task_is_booked_and_told(house: House) -> None:
    put_back_task(house)
    slow, fast = house.bench("ST-2"), house.bench("ST-3")
    lost = take(slow, "put_back")
    house.clock.move(timedelta(hours=9))
    house.centre.do(tend, SITE)
    held = take(fast, "put_back")
    tees = next(one for one in lost.units if one.sku == "TEE-M")
    finished = of_task.TaskFinished(task_id=lost.task_id)
    assert tell(slow, lost, put(lost, tees, 1), put(lost, tees, 1), finished) == [
        "applied_with_task", "applied_with_task", "applied",
    ]  # fmt: skip
    assert available(house, "TEE-M") == (20, 0)
    assert tasks_open(house) == {"older_lease": 1, "put_back": 1}, "one check for the lease, not one a unit"
    (cap,) = shown(fast)["put_back"].units
    assert tell(fast, held, put(held, cap, 1), of_task.TaskFinished(task_id=held.task_id)) == ["applied"] * 2
    assert audit(house.centre, SITE) == ()


def test_units_put_back_for_a_task_that_was_ended_by_hand_are_counted(house: House) -> None:
    seen = put_back_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "put_back")
    by_hand = house.centre.do(done, SITE, seen.id, "boss")
    assert not isinstance(by_hand, TaskRow), "a bench has it"
    house.clock.move(timedelta(hours=9))
    assert isinstance(house.centre.do(done, SITE, seen.id, "boss"), TaskRow)
    assert "put_back" not in shown(bench)
    tees = next(one for one in task.units if one.sku == "TEE-M")
    assert tell(bench, task, put(task, tees, 2)) == ["applied_with_task"]
    assert (available(house, "TEE-M"), tasks_open(house)) == ((20, 0), {"count": 1, "moved_unbooked": 1})
    assert audit(house.centre, SITE) == ()


def test_a_count_that_came_too_late_is_not_applied(house: House) -> None:
    count_task(house)
    slow, fast = house.bench("ST-2"), house.bench("ST-3")
    lost = take(slow, "count")
    house.clock.move(timedelta(hours=9))
    house.centre.do(tend, SITE)
    held = take(fast, "count")
    late = of_task.ShelfCounted(task_id=lost.task_id, sku="TEE-M", location="A-1", counted=3)
    assert tell(slow, lost, late) == ["applied_with_task"]
    assert available(house, "TEE-M") == (20, 2)
    assert tell(fast, held, replace(late, counted=18)) == ["applied"]
    assert available(house, "TEE-M") == (18, 0)


def test_a_count_of_a_task_that_was_taken_away_is_not_applied_though_nobody_has_it_yet(house: House) -> None:
    count_task(house)
    bench = house.bench("ST-2")
    lost = take(bench, "count")
    house.centre.do(assign, SITE, lost.task_id, "ST-3", "boss")
    late = of_task.ShelfCounted(task_id=lost.task_id, sku="TEE-M", location="A-1", counted=18)
    finished = of_task.TaskFinished(task_id=lost.task_id)
    back = of_task.TaskHandedBack(task_id=lost.task_id, reason="no_time")
    assert tell(bench, lost, late, finished, back) == ["applied_with_task", "applied", "applied"]
    assert available(house, "TEE-M") == (20, 2)
    waiting = shown(bench)["count"]
    assert (waiting.state, waiting.pinned_to) == ("queued", "ST-3")


def test_what_a_bench_heard_of_late_is_its_own_fence_still(house: House) -> None:
    """Its second question was on its way while it heard the answer to the first, and worked under that."""
    put_back_task(house)
    bench = house.bench("ST-2")
    seen = shown(bench)["put_back"]
    heard = take(bench, "put_back")
    back = of_task.TaskHandedBack(task_id=seen.task_id, reason="no_time")
    assert tell(bench, seen, back, of_task.TakeTask(task_id=seen.task_id)) == ["applied"] * 2
    moves = [put(heard, one, one.quantity) for one in heard.units]
    assert tell(bench, heard, *moves, of_task.TaskFinished(task_id=heard.task_id)) == ["applied"] * 3
    assert (available(house, "TEE-M"), tasks_open(house)) == ((20, 0), {})


def test_a_task_is_handed_back_paused_and_pinned(house: House) -> None:
    seen = put_back_task(house)
    bench, other = house.bench("ST-2"), house.bench("ST-3")
    task = take(bench, "put_back")
    (no,) = other.send(other.arrive(of_task.TakeTask(task_id=task.task_id), fence=task.fence))
    assert (no.verdict, no.reason) == ("refused", "amina has it")
    assert tell(bench, task, of_task.TaskHandedBack(task_id=task.task_id, reason="no_time")) == ["applied"]
    assert shown(other)["put_back"].state == "queued"
    house.centre.do(pause, SITE, seen.id, "boss")
    assert shown(other)["put_back"].state == "paused"
    house.centre.do(resume, SITE, seen.id, "boss")
    house.centre.do(pin, SITE, seen.id, "ST-3", "boss")
    (no,) = bench.send(bench.arrive(of_task.TakeTask(task_id=task.task_id), fence=task.fence))
    assert no.verdict == "refused"
    take(other, "put_back")
    assert list_tasks(house.centre, SITE, by={"kind": "put_back"}).rows[0].state == "leased"


def test_contact_keeps_the_lease_of_a_task(house: House) -> None:
    put_back_task(house)
    bench = house.bench("ST-2")
    task = take(bench, "put_back")
    for _ in range(20):
        house.clock.move(timedelta(minutes=10))
        bench.tell(facts.SignedIn(packer_id="amina"))
        house.centre.do(tend, SITE)
    assert shown(bench)["put_back"].fence == task.fence
    assert shown(bench)["put_back"].holder == "ST-2"


def test_a_task_nobody_made_is_a_contradiction_in_words(house: House) -> None:
    bench = house.bench()
    ghost = {"task_id": "ghost"}
    (no,) = bench.tell(of_task.TakeTask(**ghost))
    assert (no.verdict, no.reason) == ("refused", "there is no task 'ghost'")
    assert [row.verdict for row in bench.tell(of_task.TaskFinished(**ghost))] == ["applied_with_task"]
