"""Tasks of a bench that the centre gives a new fence, takes away, ends, or forgets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.floor.tasks.run import TaskRun
from app.domain.task_facts import (
    ShelfCounted,
    TaskUnitsMoved,
)
from app.station.bench import Step
from tests.station.floor import Floor
from tests.station.goods import CODES, place
from tests.station.tasks.floor_tasks import (
    COUNT,
    INSPECT,
    PUT_BACK,
    TELLING,
    begin,
)


def test_a_new_fence_of_its_own_is_adopted_and_nothing_is_lost(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    floor.do(CODES["MUG"], CODES["MUG"], place("B-02-1"), CODES["MUG"])
    floor.deliver(replace(PUT_BACK, state="leased", holder="ST-1", fence=31))
    assert floor.step() is Step.TASK
    floor.do(place("B-02-1"))
    floor.deliver(replace(PUT_BACK, state="leased", holder="ST-1", fence=40))
    floor.do(CODES["TEE-M"], CODES["TEE-M"], place("A-01-2"))
    assert [fact.fence for fact in floor.told(TaskUnitsMoved)] == [20, 31, 40]


def test_somebody_else_interrupts_in_words_and_what_was_done_is_kept(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    floor.do(CODES["MUG"], place("B-02-1"), CODES["MUG"])
    floor.deliver(replace(PUT_BACK, state="leased", holder="ST-2", fence=31))
    refusal = floor.view.refusal
    assert refusal is not None
    assert refusal.title == "Somebody else has it"
    assert refusal.orders[0].startswith("ST-2 has this task now.")
    assert refusal.orders[1] == "It goes in B-02-1."
    assert floor.scan(CODES["MUG"]).said == "acknowledge_first"
    floor.do("OK")
    assert (floor.step(), floor.all(TaskRun)) == (Step.QUEUE, [])
    assert len(floor.told(TaskUnitsMoved)) == 1


@pytest.mark.parametrize(("change", "title"), [("gone", "Task is over"), ("paused", "Task taken back")])
def test_a_task_that_is_cancelled_or_paused_is_interrupted(floor: Floor, change: str, title: str) -> None:
    begin(floor, COUNT)
    if change == "gone":
        floor.deliver(gone=(COUNT,))
    else:
        floor.deliver(replace(COUNT, state="paused", fence=31))
    assert floor.view.refusal is not None
    assert floor.view.refusal.title == title
    floor.do("OK")
    assert floor.step() is Step.QUEUE
    assert floor.told(ShelfCounted) == []


def test_a_task_taken_away_while_its_packer_looks_at_the_devices_or_is_asked_something(floor: Floor) -> None:
    begin(floor, INSPECT)
    floor.do(CODES["TEE-M"], "BACK", "DEVICES")
    floor.deliver(replace(INSPECT, state="leased", holder="ST-2", fence=31))
    floor.do("OK", "BACK")
    assert floor.step() is Step.QUEUE
    floor.deliver(COUNT)
    floor.do("TASK_1", "HAND_BACK")
    floor.deliver(replace(COUNT, state="leased", holder="ST-2", fence=32))
    floor.do("OK")
    assert (floor.step(), floor.bench.ask) == (Step.QUEUE, None)


def test_a_lease_that_ran_out_keeps_the_walk_until_somebody_takes_over(floor: Floor) -> None:
    begin(floor, COUNT)
    floor.deliver(replace(COUNT, state="leased", holder="ST-1", fence=31))
    floor.settle_all()
    floor.deliver(replace(COUNT, state="queued", fence=31))
    assert floor.view.refusal is None
    floor.do(place("B-02-1"), CODES["MUG"], "NEXT")
    assert floor.told(ShelfCounted)[0].fence == 31


def test_a_task_whose_lease_ran_out_is_asked_for_again_when_it_is_taken_up(floor: Floor) -> None:
    begin(floor, COUNT)
    floor.do(place("B-02-1"), CODES["MUG"], "BACK")
    floor.settle_all()
    floor.deliver(replace(COUNT, fence=20))
    floor.do("TASK_1")
    assert [(fact.kind, fact.fence) for fact in floor.told(*TELLING)] == [("TakeTask", 20)]
    floor.deliver(replace(COUNT, state="leased", holder="ST-1", fence=35))
    floor.do(CODES["MUG"], "NEXT")
    assert [(fact.body.counted, fact.fence) for fact in floor.told(ShelfCounted)] == [(2, 35)]


def test_an_ended_task_is_forgotten_once_the_centre_has_heard_and_withdrawn_it(floor: Floor) -> None:
    begin(floor, COUNT)
    floor.do(place("B-02-1"), CODES["MUG"], "NEXT")
    floor.deliver(replace(COUNT, state="leased", holder="ST-1", fence=31))
    assert floor.press("TASK_1").said == "no_task"
    floor.do("OK")
    floor.settle_all()
    floor.deliver(gone=(COUNT,))
    floor.deliver(replace(COUNT, fence=50))
    floor.do("TASK_1")
    assert floor.step() is Step.TASK, "the same task, opened again by the centre"
