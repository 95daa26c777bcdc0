"""Tasks of the floor at a bench: taken, done scan by scan, parked and handed back, online and offline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.documents import Packer
from app.domain.floor.tasks.run import TaskRun
from app.domain.floor.verdicts import Verdict
from app.domain.sscc import make
from app.domain.task_facts import (
    ParcelStopped,
    ShelfCounted,
    TaskFinished,
    TaskHandedBack,
    TaskUnitsMissing,
    TaskUnitsMoved,
    UnitsInspected,
)
from app.station.bench import Ask, Step
from tests.station.floor import Floor
from tests.station.goods import ADA, CASE_OF_MUGS, CODES, PACKERS, badge, place, tote
from tests.station.tasks.floor_tasks import (
    COUNT,
    INSPECT,
    PUT_BACK,
    REFILL,
    SSCC,
    STOP,
    TELLING,
    begin,
    task,
    told,
    units,
)


def test_units_are_put_back_by_scans_of_unit_and_shelf(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    floor.do(CODES["MUG"], CODES["MUG"], place("B-02-1"), CODES["TEE-M"])
    assert floor.scan(place("B-02-1")).said == "wrong_location"
    floor.do("OK", "NEXT", CODES["TEE-M"], place("A-01-2"), CODES["MUG"], place("B-02-1"))
    moved = [(body.sku, body.quantity, body.location) for body in told(floor) if isinstance(body, TaskUnitsMoved)]
    assert moved == [("MUG", 2, "B-02-1"), ("TEE-M", 1, "A-01-2"), ("TEE-M", 1, "A-01-2"), ("MUG", 1, "B-02-1")]
    assert told(floor)[-1] == TaskFinished(task_id=PUT_BACK.task_id)
    assert {fact.fence for fact in floor.told(*TELLING)} == {20}
    assert floor.step() is Step.QUEUE
    assert floor.press("TASK_1").said == "no_task", "it is done, though the centre still shows it"
    assert floor.all(TaskRun) == []


def test_wrong_units_and_too_many_are_refused_and_change_nothing(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    assert floor.scan(CODES["PIN"]).said == "wrong_item"
    assert floor.press("OK").said == "acknowledged"
    floor.do(CODES["TEE-M"], CODES["TEE-M"])
    for scan, said in (
        (CODES["TEE-M"], "task_hand_full"),
        (CODES["MUG"], "task_put_first"),
        (tote("T-01"), "task_not_this"),
    ):
        assert floor.scan(scan).said == said
        floor.do("OK")
    floor.do("UNDO", place("A-01-2"))
    assert [body.quantity for body in told(floor) if isinstance(body, TaskUnitsMoved)] == [1]


def test_a_unit_that_is_not_there_needs_a_reason_and_the_rest_goes_on(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    floor.do("SHORT")
    assert floor.bench.ask is Ask.TASK_MISSING
    floor.do("REASON_1", CASE_OF_MUGS, place("B-02-1"))
    assert told(floor)[1:] == [
        TaskUnitsMissing(task_id="t-put_back", number=1, sku="TEE-M", quantity=2, reason="not_found"),
        TaskUnitsMoved(
            task_id="t-put_back", number=2, sku="MUG", quantity=3, source="", location="B-02-1", barcode=CASE_OF_MUGS
        ),
        TaskFinished(task_id="t-put_back"),
    ]


def test_a_face_is_refilled_from_its_reserve_and_a_case_counts_as_its_units(floor: Floor) -> None:
    begin(floor, REFILL)
    assert floor.scan(CODES["MUG"]).said == "location_first"
    floor.do("OK", place("R-09-1"), CASE_OF_MUGS, CODES["MUG"], place("B-02-1"))
    assert floor.scan(CODES["MUG"]).said == "location_first", "the reserve is scanned each time"
    floor.do("OK", place("R-09-1"), "SHORT", "REASON_3")
    moved, missing, finished = told(floor)[1:]
    assert isinstance(moved, TaskUnitsMoved)
    assert (moved.quantity, moved.source, moved.location) == (4, "R-09-1", "B-02-1")
    assert missing == TaskUnitsMissing(task_id="t-replenish", number=1, sku="MUG", quantity=2, reason="too_few")
    assert finished == TaskFinished(task_id="t-replenish")


def test_a_count_is_blind_scanned_or_typed(floor: Floor) -> None:
    begin(floor, COUNT)
    assert floor.press("NUMBER_5").said == "location_first"
    floor.do("OK", place("B-02-1"), CODES["MUG"], CASE_OF_MUGS)
    panel = floor.view.task
    assert panel is not None
    assert (panel.counted, panel.pad, panel.why) == ("4", True, "A unit was missing here. Count all there is.")
    assert floor.scan(CODES["SOCK"]).said == "task_not_counted"
    floor.do("OK", "NUMBER_1", "NUMBER_7", "NUMBER_0", "UNDO")
    assert floor.view.task is not None
    assert floor.view.task.counted == "17"
    floor.do("NEXT")
    assert told(floor)[1:] == [ShelfCounted(task_id="t-count", sku="MUG", location="B-02-1", counted=17)]


def test_a_barcode_typed_into_a_count_is_refused_and_an_empty_shelf_takes_a_long_press(floor: Floor) -> None:
    begin(floor, COUNT)
    floor.do(place("B-02-1"))
    assert [action.hold for action in floor.view.actions if action.command == "NEXT"] == [True]
    floor.do(*(f"NUMBER_{digit}" for digit in "12345"))
    assert floor.press("NUMBER_6").said == "count_too_long"
    floor.do("OK", "NEXT")
    assert [body.counted for body in told(floor) if isinstance(body, ShelfCounted)] == [12345]


def test_each_returned_unit_is_looked_at_and_all_are_told_at_once(floor: Floor) -> None:
    begin(floor, INSPECT)
    floor.do(CODES["TEE-M"])
    assert floor.bench.ask is Ask.INSPECT
    floor.do("REASON_1", CODES["TEE-M"], "BACK", CODES["TEE-M"], "REASON_5")
    assert floor.press("HAND_BACK").said == "task_decided_first"
    floor.do("OK", CODES["TEE-M"], "REASON_2")
    assert told(floor)[1:] == [
        UnitsInspected(
            task_id="t-inspect", number=1, sku="TEE-M", restock=1, scrap=1,
            reasons=(("as_new", 1), ("damaged", 1), ("opened", 1)),
        ),
        TaskFinished(task_id="t-inspect"),
    ]  # fmt: skip


def test_a_parcel_is_stopped_by_its_label_and_another_one_is_not(floor: Floor) -> None:
    begin(floor, STOP)
    assert floor.scan(f"00{make('9521321', 3, 78)}").said == "task_other_parcel"
    floor.do("OK", f"00{SSCC}")
    stopped = ParcelStopped(task_id="t-stop_shipment", sscc=SSCC, outcome="voided")
    assert told(floor)[1:] == [stopped, TaskFinished(task_id="t-stop_shipment")]


@pytest.mark.parametrize(
    ("answer", "kinds"), [("REASON_1", ["ParcelStopped", "TaskFinished"]), ("REASON_2", ["TaskHandedBack"])]
)
def test_a_parcel_that_is_not_there_has_left_or_is_looked_for_by_somebody_else(
    floor: Floor, answer: str, kinds: list[str]
) -> None:
    begin(floor, STOP)
    floor.do("SHORT", answer)
    assert [fact.kind for fact in floor.told(*TELLING)] == ["TakeTask", *kinds]
    assert floor.step() is Step.QUEUE


def test_a_task_is_parked_taken_up_again_and_handed_back_with_a_reason(floor: Floor) -> None:
    begin(floor, PUT_BACK)
    floor.do(CODES["MUG"])
    assert floor.press("HAND_BACK").said == "task_put_first"
    floor.do("OK", "BACK")
    assert floor.view.queue is not None
    assert [row.detail for row in floor.view.queue.rows if row.icon] == ["Begun here. Go on with it."]
    floor.do("TASK_1", place("B-02-1"), "HAND_BACK", "REASON_3")
    assert told(floor)[-1] == TaskHandedBack(task_id="t-put_back", reason="place_full")
    assert (floor.step(), floor.all(TaskRun)) == (Step.QUEUE, [])


def test_the_queue_shows_tasks_in_the_centres_order_and_says_why_one_can_not_be_taken(floor: Floor) -> None:
    held = replace(COUNT, task_id="t-9", holder="ST-2", state="leased", rank=9)
    eyes = replace(COUNT, task_id="t-8", not_for="ada", rank=8)
    boss = replace(INSPECT, task_id="t-7", role="supervisor", rank=7)
    floor.deliver(PUT_BACK, STOP, held, eyes, boss)
    floor.do(badge(ADA))
    panel = floor.view.queue
    assert panel is not None
    tasks = [(row.number, row.command) for row in panel.rows if row.icon]
    assert tasks[:2] == [("Stop", "TASK_1"), ("Put back", "TASK_2")]
    assert {row.detail for row in panel.rows if row.icon and not row.command} == {
        "ST-2 has it", "Other eyes have to count this one.", "for a supervisor",
    }  # fmt: skip
    assert any(row.command == "" and row.number.startswith("P-") for row in panel.rows)


def test_a_supervisor_takes_what_a_packer_can_not(floor: Floor) -> None:
    boss = replace(PACKERS[0], role="supervisor")
    assert isinstance(boss, Packer)
    floor.deliver(boss, replace(INSPECT, role="supervisor"))
    floor.do(badge(ADA), "TASK_1")
    assert floor.step() is Step.TASK


def test_a_lot_is_told_apart(floor: Floor) -> None:
    begin(floor, task("put_back", units(1, "MUG", "B-02-1", 2, "L-7")))
    gtin = CODES["MUG"].zfill(14)
    assert floor.scan(f"01{gtin}10L-8", "]C1").said == "task_other_lot"
    floor.do("OK")
    assert floor.scan(f"01{gtin}10L-7", "]C1").verdict is Verdict.RIGHT
    floor.do(CODES["MUG"], place("B-02-1"))
    assert [fact.body.lot for fact in floor.told(TaskUnitsMoved)] == ["L-7"]
