"""Purchase, paper and box are separate facts: numbers used up, reprints, nothing came out, the wrong label."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.facts import LabelApplied, LabelPrinted, LabelPurchased, LabelReprinted, ParcelDispatched
from app.domain.floor.labelling import Paper, PaperJob
from app.domain.floor.verdicts import Verdict
from app.station.bench import Step
from app.station.desk import LookAgain, Print
from app.station.ports import Evidence, JobState
from app.station.storage import Work
from app.station.view.signs import Screen
from tests.station.floor import Floor, opened, pack_discrete, walk_cluster, walk_discrete
from tests.station.goods import ADA, BLOCK, CODES, DISCRETE, EVERYTHING, NOT_OURS, badge, place, tote


def label_prints(floor: Floor) -> list[Print]:
    return [effect for effect in floor.effects if isinstance(effect, Print) and effect.paper is Paper.LABEL]


def printed(floor: Floor) -> None:
    for state in (JobState.SENDING, JobState.HANDED_OVER):
        floor.job(floor.parcel.label_job, state)
    floor.job(floor.parcel.label_job, JobState.PRINTED, Evidence.ODOMETER)


@pytest.fixture
def no_numbers(tmp_path: Path) -> Floor:
    floor = Floor(tmp_path / "bench")
    floor.deliver(*(doc for doc in EVERYTHING if doc is not BLOCK))
    return floor


def test_with_the_numbers_used_up_the_label_waits_for_the_next_block(no_numbers: Floor) -> None:
    floor = no_numbers
    walk_discrete(floor)
    pack_discrete(floor)
    assert (floor.screen(), floor.parcel.sscc) == (Screen.LABEL, "")
    assert floor.view.label is not None
    assert floor.view.label.checks[0].trouble
    assert floor.press("PRINT_AGAIN").said == "no_label_yet"
    floor.do("OK")
    assert label_prints(floor) == []
    floor.deliver(BLOCK)
    assert len(floor.told(LabelPurchased)) == len(label_prints(floor)) == 1
    assert floor.view.label is not None
    assert floor.view.label.sscc == floor.parcel.sscc
    floor.do(floor.label)
    floor.close()


def test_a_carton_parked_without_a_number_gets_it_later_and_closes_by_its_label(no_numbers: Floor) -> None:
    floor = no_numbers
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do("PROBLEM", "REASON_5")
    assert floor.step() is Step.QUEUE
    assert "PRINT_AGAIN" in [action.command for action in floor.view.actions]
    floor.do("START", "BACK")
    floor.deliver(BLOCK)
    assert len(label_prints(floor)) == 1
    floor.do("PRINT_AGAIN")
    assert floor.screen() is Screen.LABEL
    floor.do("PROBLEM", "REASON_5", floor.label)
    assert floor.step() is Step.DONE
    assert len(floor.told(LabelApplied)) == 1
    floor.do("NEXT")
    assert "PRINT_AGAIN" not in [action.command for action in floor.view.actions]
    floor.close()


def test_a_reprint_keeps_the_number_counts_the_copy_and_gives_the_reason(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    printed(floor)
    number = floor.parcel.sscc
    floor.do("PRINT_AGAIN")
    assert floor.view.choice is not None
    assert "R1" in floor.view.choice.explain
    floor.do("REASON_2")
    again = floor.told(LabelReprinted)
    assert [(f.body.sscc, f.body.copy, f.body.reason) for f in again] == [(number, 1, "torn")]
    assert (floor.parcel.sscc, floor.parcel.copies) == (number, 1)
    first, second = label_prints(floor)
    assert second.job.reprint_of == first.job.job_id
    assert b"R1" in second.job.payload
    assert b"R1" not in first.job.payload
    assert len(floor.told(LabelPurchased)) == 1
    floor.do(floor.label, "DISPATCH", floor.label)
    assert floor.all(PaperJob) == []


def test_a_label_that_has_not_gone_out_yet_is_not_printed_twice(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    for name in ("PRINT_AGAIN", "NOTHING_CAME_OUT"):
        assert floor.press(name).said == "label_waits"
        floor.do("OK")
    floor.job(floor.parcel.label_job, JobState.FAILED)
    assert floor.press("PRINT_AGAIN").said == "label_waits"
    floor.do("OK")
    assert len(label_prints(floor)) == 1


def test_nothing_came_out_closes_that_job_and_prints_a_copy(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    lost = floor.parcel.label_job
    floor.job(lost, JobState.SENDING)
    floor.job(lost, JobState.UNKNOWN)
    floor.do("NOTHING_CAME_OUT")
    told = [(f.body.job_id, f.body.state, f.body.evidence) for f in floor.told(LabelPrinted)]
    assert told == [(lost, "unknown", "none"), (lost, "not printed", "operator")]
    assert [f.body.reason for f in floor.told(LabelReprinted)] == ["nothing_came_out"]
    floor.job(lost, JobState.PRINTED, Evidence.ODOMETER)
    jobs = {job.job_id: job.state for job in floor.all(PaperJob)}
    assert jobs[lost] == JobState.NOT_PRINTED, "what a person has seen is not overruled by a late report"


def test_the_label_of_another_parcel_is_caught(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    first = floor.label
    floor.do(first)
    walk_cluster(floor)
    floor.do(tote("T-02"), CODES["TEE-M"], CODES["SOCK"])
    wrong = floor.scan(first)
    assert (wrong.verdict, wrong.said, wrong.belongs) == (Verdict.WRONG_ITEM, "other_label", "#1001")
    floor.do("OK")
    foreign = floor.scan(NOT_OURS)
    assert (foreign.verdict, foreign.said) == (Verdict.WRONG_ITEM, "foreign_label")
    floor.do("OK")
    assert floor.scan(tote("T-03")).said == "label_first"
    assert floor.press("CLOSE_CARTON").said == "acknowledge_first"
    floor.do("OK", floor.label)
    assert floor.scan(floor.label).verdict is Verdict.ALREADY_DONE


def test_dispatch_lets_nothing_through_twice_or_unlabelled_or_unknown(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do("DISPATCH")
    early = floor.scan(floor.label)
    assert (early.verdict, early.said, early.expected) == (Verdict.NOT_NOW, "label_not_applied", "#1001")
    floor.do("OK")
    assert floor.scan(NOT_OURS).verdict is Verdict.UNKNOWN_BARCODE
    floor.do("OK")
    assert floor.scan(CODES["MUG"]).said == "parcels_only"
    floor.do("OK", "BACK", floor.label, "DISPATCH", floor.label)
    twice = floor.scan(floor.label)
    assert (twice.verdict, twice.said, twice.expected) == (Verdict.ALREADY_DONE, "dispatched_already", "#1001")
    assert len(floor.told(ParcelDispatched)) == 1


def test_a_parcel_label_in_the_middle_of_other_work_is_not_taken(floor: Floor) -> None:
    floor.do(badge(ADA))
    assert floor.scan(NOT_OURS).said == "parcel_not_now"
    floor.do("OK", tote("T-01"), place("A-01-2"))
    assert floor.scan(NOT_OURS).said == "parcel_not_now"


def test_after_a_restart_only_what_never_left_is_sent_again(floor: Floor, tmp_path: Path) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    label, slip = floor.parcel.label_job, floor.parcel.slip_job
    floor.effects.clear()
    floor.kill(tmp_path / "first")
    assert {e.job.job_id for e in floor.effects if isinstance(e, Print)} == {label, slip}
    floor.job(label, JobState.SENDING)
    floor.job(slip, JobState.PRINTED, Evidence.PROCESS_ID)
    floor.effects.clear()
    floor.kill(tmp_path / "second")
    assert floor.effects == [LookAgain(Paper.LABEL, label, 5)]
    floor.job(label, JobState.PRINTED, Evidence.ODOMETER)
    floor.effects.clear()
    floor.kill(tmp_path / "third")
    assert floor.effects == []


def test_the_slip_says_what_is_in_the_box(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), *[CODES["MUG"]] * 4, "SHORT", "REASON_1")
    slip = next(e for e in floor.effects if isinstance(e, Print) and e.paper is Paper.SLIP)
    assert b"0 of 1 x Field tee" in slip.job.payload
    assert b"4 pieces" in slip.job.payload
    assert b"09:30" in slip.job.payload, "the site's own clock"


def test_a_new_block_is_used_when_the_old_one_ends(tmp_path: Path) -> None:
    small = replace(BLOCK, last=BLOCK.first)
    for floor in opened(tmp_path / "bench"):
        floor.deliver(gone=(BLOCK,))
        floor.deliver(replace(small, block_id="small"), replace(BLOCK, block_id="next", first=1000, last=1001))
        walk_discrete(floor)
        pack_discrete(floor)
        floor.do(floor.label)
        walk_cluster(floor)
        floor.do(tote("T-02"), CODES["TEE-M"], CODES["SOCK"])
        blocks = [f.body.block_id for f in floor.told(LabelPurchased)]
        assert blocks == ["small", "next"]


def test_the_orders_name_stays_known_for_the_label_of_a_list_that_was_withdrawn(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    printed(floor)
    floor.settle_all()
    floor.deliver(gone=(DISCRETE,))
    floor.do("PRINT_AGAIN", "REASON_1")
    assert "Müller".encode() in label_prints(floor)[-1].job.payload or floor.view.label is not None


def test_serials_and_label_are_one_transaction(floor: Floor) -> None:
    def left(work: Work) -> int:
        return work.serials_left()

    with floor.desk.store.begin() as work:
        before = left(work)
    walk_discrete(floor)
    pack_discrete(floor)
    with floor.desk.store.begin() as work:
        assert left(work) == before - 1
