"""What goes wrong on a real floor: undo, shorts, problems, parking, another packer, orders stopped on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.documents import StoppedOrder, WorkList
from app.domain.facts import (
    ItemPacked,
    ItemPicked,
    ItemShortPicked,
    PackSessionOpened,
    ParcelDispatched,
    PickFinished,
    ProblemReported,
    ScanRefused,
    SignedIn,
    SignedOut,
    UnitPutBack,
    UnitRemoved,
)
from app.domain.floor.labelling import Parcel
from app.domain.floor.packing import PackSession, SessionState
from app.domain.floor.verdicts import Verdict
from app.domain.floor.walk import PickRun
from app.station.bench import Step
from app.station.view.signs import Screen
from tests.station.floor import Floor, pack_discrete, walk_discrete
from tests.station.goods import ADA, BEN, CLUSTER, CODES, DISCRETE, badge, place, tote


def units(floor: Floor, more: type, less: type) -> int:
    """Units counted by the facts alone."""
    added = [int(fact.body.quantity) for fact in floor.told(more)]
    return sum(added) - sum(int(fact.body.quantity) for fact in floor.told(less))


def cancelled(reason: str = "cancelled") -> WorkList:
    return replace(DISCRETE, orders=(replace(DISCRETE.orders[0], state="cancelled", reason=reason),))


def test_undo_at_pick_and_at_pack_is_a_fact_of_its_own(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"), CODES["TEE-M"], "UNDO")
    assert floor.view.pick is not None
    assert floor.view.pick.location == "A-01-2"
    assert units(floor, ItemPicked, UnitPutBack) == 0
    assert floor.press("UNDO").said == "nothing_to_undo"
    floor.do("OK", CODES["TEE-M"], place("B-02-1"), *[CODES["MUG"]] * 4)
    floor.do(tote("T-01"), CODES["MUG"], CODES["MUG"], "UNDO", "UNDO")
    assert floor.press("UNDO").said == "nothing_to_undo"
    assert units(floor, ItemPacked, UnitRemoved) == 0
    floor.do("OK", CODES["TEE-M"], *[CODES["MUG"]] * 4)
    assert units(floor, ItemPicked, UnitPutBack) == 5
    assert units(floor, ItemPacked, UnitRemoved) == 5
    assert len(floor.told(PickFinished)) == 1


def test_a_short_pick_needs_a_reason_and_the_rest_goes_on(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"), "SHORT")
    assert floor.view.choice is not None
    assert "1 × Field tee, Moss, M" in floor.view.choice.explain
    floor.do("REASON_2", place("B-02-1"), *[CODES["MUG"]] * 4, tote("T-01"), *[CODES["MUG"]] * 4)
    short = floor.told(ItemShortPicked)
    assert [(f.order_id, f.body.sku, f.body.reason, f.body.location) for f in short] == [
        ("o-1", "TEE-M", "damaged", "A-01-2")
    ]
    assert floor.step() is Step.LABEL
    assert [line.sku for line in floor.parcel.contents] == ["MUG", "MUG"]


def test_a_unit_missing_from_the_tote_is_short_at_pack(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), *[CODES["MUG"]] * 4, "SHORT", "REASON_1")
    short = floor.told(ItemShortPicked)
    assert [(f.body.sku, f.body.reason, f.body.location) for f in short] == [("TEE-M", "missing_from_tote", "")]
    assert floor.step() is Step.LABEL, "the last line was the short one: the carton closes"


def test_an_order_of_which_nothing_was_found_frees_its_tote(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    for _ in range(2):
        floor.do("SHORT", "REASON_1")
    assert floor.step() is Step.QUEUE
    assert len(floor.told(PickFinished)) == 1
    assert sum(f.body.quantity for f in floor.told(ItemShortPicked)) == 5
    assert floor.all(PickRun) == []
    floor.do(tote("T-01"))
    assert floor.view.title == "Pick list P-2"


def test_an_order_all_missing_at_the_bench_makes_no_parcel(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"))
    for _ in range(3):
        floor.do("SHORT", "REASON_1")
    assert floor.step() is Step.QUEUE
    assert floor.all(Parcel) == []
    assert floor.all(PackSession) == []
    assert floor.all(PickRun) == []


def test_a_problem_parks_the_order_and_its_tote_brings_it_back(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["MUG"], "PROBLEM", "REASON_1")
    assert floor.step() is Step.QUEUE
    told = floor.told(ProblemReported)
    assert [(f.order_id, f.body.list_id, f.body.reason) for f in told] == [("o-1", "w-1", "damaged_item")]
    assert [session.state for session in floor.all(PackSession)] == [SessionState.SUSPENDED]
    floor.do(tote("T-01"))
    assert floor.view.pack is not None
    assert [(line.done, line.wanted) for line in floor.view.pack.lines] == [(0, 1), (0, 3), (1, 1)]
    assert len(floor.told(PackSessionOpened)) == 1
    floor.do(CODES["TEE-M"], *[CODES["MUG"]] * 3)
    assert floor.step() is Step.LABEL


def test_a_walk_is_parked_and_resumed(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"), "PROBLEM", "REASON_5")
    assert floor.step() is Step.QUEUE
    assert floor.view.queue is not None
    assert floor.view.queue.next_number == "P-1"
    floor.do("START")
    assert floor.view.pick is not None
    assert floor.view.pick.location_done
    floor.do("BACK", tote("T-01"))
    assert floor.step() is Step.PICK, "the tote of a walk that was left brings it back"


def test_carton_chosen_and_a_number_that_is_none(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"))
    assert floor.view.pack is not None
    assert floor.view.pack.carton == "B1", "suggested: five times 200 g fit the small box"
    assert floor.press("CARTON_9").said == "no_such_carton"
    floor.do("OK", "CARTON_2")
    assert floor.view.pack.carton == "B2"
    assert floor.press("CLOSE_CARTON").said == "units_missing"
    floor.do("OK", CODES["TEE-M"], *[CODES["MUG"]] * 4)
    assert floor.parcel.carton == "B2"


def test_another_packer_takes_over_at_the_same_step(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"], "SIGN_OUT")
    assert floor.screen() is Screen.SIGN_IN
    assert floor.scan(CODES["MUG"]).said == "sign_in_first"
    floor.do("OK", badge(BEN))
    assert (floor.screen(), floor.view.packer) == (Screen.PACK, "Ben")
    floor.do(CODES["MUG"])
    assert [f.actor for f in floor.told(ItemPacked)] == ["ada", "ben"]
    assert [f.body.packer_id for f in floor.told(SignedIn, SignedOut)] == ["ada", "ada", "ben"]
    assert floor.scan(badge(BEN)).verdict is Verdict.ALREADY_DONE
    floor.do("OK", badge(ADA))
    assert floor.view.packer == "Ada"


def test_signing_out_at_a_side_step_comes_back_to_the_work(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), "DISPATCH", "DEVICES", "SIGN_OUT", badge(ADA))
    assert floor.step() is Step.PACK
    floor.do("DEVICES", "DISPATCH", "BACK")
    assert floor.step() is Step.PACK


def test_an_order_cancelled_before_it_is_opened_is_stopped_at_its_tote(floor: Floor) -> None:
    walk_discrete(floor)
    floor.deliver(cancelled("customer changed their mind"))
    outcome = floor.scan(tote("T-01"))
    assert (outcome.verdict, outcome.said, outcome.expected) == (
        Verdict.NOT_NOW, "order_stopped", "customer changed their mind",
    )  # fmt: skip
    assert floor.view.refusal is not None
    assert floor.view.refusal.title == "Stop: customer changed their mind"
    floor.do("OK")
    assert floor.scan(tote("T-01")).said == "tote_empty", "it went to the problem shelf"
    assert floor.all(PickRun) == []
    assert floor.told(PackSessionOpened) == []


@pytest.mark.parametrize("lease", [(), (cancelled(),)], ids=["the lease as it was", "the lease told too"])
def test_an_order_cancelled_half_packed_takes_no_more_units(floor: Floor, lease: tuple[WorkList, ...]) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"])
    floor.deliver(StoppedOrder(order_id="o-1", reason="fraud"), *lease)
    assert floor.scan(CODES["MUG"]).said == "order_stopped"
    assert len(floor.told(ItemPacked)) == 1
    assert [(f.order_id, f.body.step) for f in floor.told(ScanRefused)] == [("o-1", "pack")]
    assert floor.step() is Step.QUEUE
    assert floor.all(PackSession) == []
    assert floor.all(Parcel) == []


def test_an_order_on_hold_keeps_its_tote_and_goes_on_afterwards(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"])
    held = replace(DISCRETE, orders=(replace(DISCRETE.orders[0], state="on_hold", reason="address"),))
    floor.deliver(held)
    assert floor.scan(CODES["MUG"]).expected == "address"
    floor.do("OK")
    assert floor.scan(tote("T-01")).said == "order_stopped"
    floor.deliver(DISCRETE)
    floor.do("OK", tote("T-01"), *[CODES["MUG"]] * 4)
    assert units(floor, ItemPacked, UnitRemoved) == 5


def test_an_order_cancelled_before_the_carton_closes_gets_no_label(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"], *[CODES["MUG"]] * 3)
    floor.deliver(cancelled())
    floor.press("SHORT")
    floor.press("REASON_1")
    assert floor.bench.refusal is not None
    assert floor.bench.refusal.said == "order_stopped"
    assert floor.all(Parcel) == []


def test_an_order_cancelled_after_its_label_does_not_leave(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do(floor.label, "DISPATCH")
    floor.deliver(StoppedOrder(order_id="o-1", reason="customer cancelled"))
    outcome = floor.scan(floor.label)
    assert (outcome.verdict, outcome.said) == (Verdict.NOT_NOW, "order_stopped")
    assert floor.told(ParcelDispatched) == []
    floor.do("OK")
    floor.deliver(gone=(StoppedOrder(order_id="o-1", reason=""),))
    floor.do(floor.label)
    assert len(floor.told(ParcelDispatched)) == 1


def test_orders_on_hold_are_not_walked_for(floor: Floor) -> None:
    floor.deliver(cancelled())
    floor.do(badge(ADA))
    assert floor.view.queue is not None
    assert floor.view.queue.next_number == "P-2"


def test_no_work_says_why(floor: Floor) -> None:
    floor.deliver(gone=(DISCRETE,))
    floor.deliver(cancelled())
    floor.do(badge(ADA), "START", tote("T-02"), tote("T-03"), "BACK")
    assert floor.view.queue is not None
    assert "0 of 5" in floor.view.queue.why
    floor.deliver(gone=(CLUSTER,))
    floor.do("START")
    for _ in range(3):
        floor.do("SHORT", "REASON_1")
    assert floor.view.queue is not None
    assert floor.view.queue.why == "The centre can not be reached. Work comes as soon as it can."
    assert "START" not in [action.command for action in floor.view.actions]
    assert floor.press("START").said == "no_work"
