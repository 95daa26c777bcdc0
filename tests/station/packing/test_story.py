"""The whole story at the bench: from the badge to the dispatched parcel, every fact told once."""

from __future__ import annotations

from pathlib import Path

from app.domain.facts import (
    CartonClosed,
    ItemPacked,
    ItemPicked,
    LabelApplied,
    LabelPrinted,
    LabelPurchased,
    PackSessionOpened,
    ParcelDispatched,
    PickFinished,
    PickStarted,
    SignedIn,
    ToteAssigned,
)
from app.domain.floor.labelling import Paper, PaperJob
from app.domain.floor.packing import PackSession
from app.domain.floor.walk import PickRun
from app.domain.sscc import has_valid_check_digit
from app.station.bench import Step
from app.station.desk import Print
from app.station.ports import Evidence, JobState
from app.station.view.signs import Screen, Sound, Tone
from tests.station.floor import Floor, pack_discrete, walk_cluster, walk_discrete
from tests.station.goods import ADA, CODES, DISCRETE, badge, place, tote


def test_from_the_badge_to_the_queue(floor: Floor) -> None:
    assert floor.screen() is Screen.SIGN_IN
    floor.do(badge(ADA))
    assert (floor.screen(), floor.view.packer) == (Screen.QUEUE, "Ada")
    assert floor.view.queue is not None
    assert floor.view.queue.next_number == "P-1"
    assert [row.number for row in floor.view.queue.rows] == ["P-2"]
    assert [fact.body for fact in floor.told()] == [SignedIn(packer_id="ada")]


def test_a_discrete_list_needs_its_scans_and_no_touch(floor: Floor) -> None:
    walk_discrete(floor)
    assert floor.step() is Step.PACK
    assert floor.view.pack is not None
    assert [(row.tote, row.order) for row in floor.view.pack.totes] == [("T-01", "#1001")]
    kinds = [fact.kind for fact in floor.told()]
    assert kinds == ["SignedIn", "PickStarted", "ToteAssigned", *["ItemPicked"] * 5, "PickFinished"]
    assert {fact.fence for fact in floor.told(PickStarted, ToteAssigned, ItemPicked, PickFinished)} == {11}
    assert {fact.actor for fact in floor.told(ItemPicked)} == {"ada"}
    assert {fact.auth for fact in floor.told(ItemPicked)} == {"offline"}


def test_the_last_unit_closes_the_carton_and_the_label_follows_by_itself(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    assert floor.step() is Step.LABEL
    assert floor.view.sound is Sound.COMPLETE
    bought = floor.told(LabelPurchased)
    assert len(bought) == 1
    assert has_valid_check_digit(bought[0].body.sscc)
    assert (bought[0].order_id, bought[0].body.block_id) == ("o-1", "block-1")
    closed = floor.told(CartonClosed)[0].body
    assert [(line.line_id, line.quantity) for line in closed.contents] == [("l-1-1", 1), ("l-1-2", 1), ("l-1-3", 3)]
    prints = [effect for effect in floor.effects if isinstance(effect, Print)]
    assert [effect.paper for effect in prints] == [Paper.LABEL, Paper.SLIP]
    assert bought[0].body.sscc.encode() in prints[0].job.payload
    assert floor.view.label is not None
    assert [(check.done, check.current) for check in floor.view.label.checks] == [
        (True, False), (False, True), (False, False), (False, False),
    ]  # fmt: skip


def test_the_printer_tells_and_the_scan_of_the_label_closes_the_parcel(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    job = floor.parcel.label_job
    for state, evidence in (
        (JobState.SENDING, Evidence.NONE),
        (JobState.HANDED_OVER, Evidence.NONE),
        (JobState.PRINTED, Evidence.ODOMETER),
    ):
        floor.job(job, state, evidence)
    told = [(fact.body.state, fact.body.evidence) for fact in floor.told(LabelPrinted)]
    assert told == [("handed over", "none"), ("printed", "odometer")]
    assert floor.view.label is not None
    assert [check.done for check in floor.view.label.checks] == [True, True, True, False]
    outcome = floor.scan(floor.label, aim="]C1")
    assert (outcome.said, floor.step()) == ("label_applied", Step.DONE)
    assert len(floor.told(LabelApplied)) == 1
    assert len(floor.told(LabelPrinted)) == 2
    assert floor.view.done is not None
    assert "#1001" in floor.view.done.title


def test_a_label_that_was_scanned_was_printed_whatever_the_printer_said(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    job = floor.parcel.label_job
    floor.job(job, JobState.SENDING)
    floor.job(job, JobState.UNKNOWN)
    assert floor.view.label is not None
    assert floor.view.label.checks[2].trouble
    floor.do(floor.label)
    assert [(fact.body.state, fact.body.evidence) for fact in floor.told(LabelPrinted)] == [
        ("unknown", "none"), ("printed", "scanned back"),
    ]  # fmt: skip
    floor.job(job, JobState.NOT_PRINTED, Evidence.ODOMETER)
    assert len(floor.told(LabelPrinted)) == 2, "a late report does not overrule what was proven"


def test_the_dispatch_scan_lets_the_parcel_go_and_its_bytes_are_forgotten(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do(floor.label, "DISPATCH")
    assert floor.view.dispatch is not None
    assert [row[0] for row in floor.view.dispatch.waiting] == ["#1001"]
    floor.do(floor.label)
    assert floor.view.dispatch is not None
    assert (floor.view.dispatch.waiting, [row[0] for row in floor.view.dispatch.last]) == ((), ["#1001"])
    assert [fact.order_id for fact in floor.told(ParcelDispatched)] == ["o-1"]
    assert floor.all(PaperJob) == []
    floor.do("BACK")
    assert floor.step() is Step.DONE
    floor.do("NEXT")
    assert floor.step() is Step.QUEUE


def test_a_cluster_puts_each_unit_into_its_order_s_tote_and_totes_are_packed_in_any_order(floor: Floor) -> None:
    floor.deliver(gone=(DISCRETE,))
    floor.do(badge(ADA))
    walk_cluster(floor)
    assert [(fact.order_id, fact.body.tote) for fact in floor.told(ItemPicked)] == [
        ("o-2", "T-02"), ("o-3", "T-03"), ("o-2", "T-02"), ("o-3", "T-03"), ("o-3", "T-03"),
    ]  # fmt: skip
    floor.do(tote("T-03"), CODES["SOCK"], CODES["TEE-L"], CODES["SOCK"])
    floor.do(floor.label)
    assert floor.view.done is not None
    assert "T-02" in floor.view.done.next
    floor.do(tote("T-02"), CODES["TEE-M"], CODES["SOCK"])
    floor.do(floor.label)
    assert [fact.order_id for fact in floor.told(PackSessionOpened)] == ["o-3", "o-2"]
    assert sum(fact.body.quantity for fact in floor.told(ItemPacked)) == 5
    assert len({fact.body.sscc for fact in floor.told(LabelPurchased)}) == 2


def test_from_done_a_free_tote_begins_the_next_list(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do(floor.label, tote("T-01"))
    assert floor.view.pick is not None
    assert [(row.tote, row.order, row.current) for row in floor.view.pick.totes] == [
        ("T-01", "#1002", False), ("", "#1003", True),
    ]  # fmt: skip
    assert floor.view.bar is not None
    assert floor.view.bar.tone is Tone.RIGHT


def test_nothing_of_a_finished_order_stays_in_the_way(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do(floor.label)
    assert floor.all(PickRun) == []
    assert floor.all(PackSession) == []
    floor.do("NEXT", "START")
    assert [run.list_id for run in floor.all(PickRun)] == ["w-2"], "a list worked off is not begun again"
    floor.deliver(gone=(DISCRETE,))
    assert floor.state()["DoneLists"] != [], "the centre has not heard everything yet"
    floor.settle_all()
    floor.deliver(gone=(DISCRETE,))
    assert [lists.list_ids for lists in floor.state()["DoneLists"]] == [()]  # type: ignore[attr-defined]


def test_the_walk_shows_where_what_and_how_many(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    pick = floor.view.pick
    assert pick is not None
    assert pick.item is not None
    assert (pick.location, pick.phase, pick.left, pick.item.differs) == ("A-01-2", "location", 1, "M")
    floor.do(place("A-01-2"), CODES["TEE-M"], place("B-02-1"))
    pick, bar = floor.view.pick, floor.view.bar
    assert pick is not None
    assert bar is not None
    assert (pick.left, pick.phase) == (4, "item")
    assert "counts as 3" in floor.words.say("next.item_detail_case", units=3)
    assert floor.view.facts[-1] == "1 of 5 picked"


def test_the_folder_is_all_there_is_to_a_bench(floor: Floor, tmp_path: Path) -> None:
    walk_discrete(floor)
    before = floor.state()
    floor.kill(tmp_path / "again")
    assert floor.state() == before
    assert floor.screen() is Screen.PACK
