"""Fences of a walk: a new one of the bench's own is adopted where it is, somebody else's interrupts it in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.documents import QueueRow, StoppedOrder
from app.domain.facts import CartonClosed, ItemPacked, ItemPicked, LabelPurchased
from app.domain.floor.packing import PackSession
from app.domain.floor.walk import PickRun
from app.station.bench import Step
from tests.station.floor import Floor, pack_discrete, walk_discrete
from tests.station.goods import ADA, CLUSTER, CODES, DISCRETE, badge, place, queue_row, tote

AGAIN = replace(DISCRETE, fence=99)


def elsewhere(state: str = "claimed", holder: str = "ST-2") -> QueueRow:
    return queue_row(DISCRETE, 1, state, holder)


def test_a_walk_goes_on_under_the_new_fence_of_the_same_bench(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"))
    floor.do(CODES["TEE-M"])
    floor.deliver(AGAIN)
    assert floor.step() is Step.PICK
    floor.do(place("B-02-1"), *[CODES["MUG"]] * 4)
    assert [fact.fence for fact in floor.told(ItemPicked)] == [11, *[99] * 4][: len(floor.told(ItemPicked))]
    pack_discrete(floor)
    assert {fact.fence for fact in floor.told(ItemPacked, CartonClosed, LabelPurchased)} == {99}


def test_a_carton_being_packed_goes_on_under_the_new_fence(floor: Floor) -> None:
    walk_discrete(floor)
    floor.do(tote("T-01"), CODES["TEE-M"])
    floor.deliver(AGAIN)
    assert {session.fence for session in floor.all(PackSession)} == {99}
    floor.do(*[CODES["MUG"]] * 4)
    assert next(fact.fence for fact in floor.told(ItemPacked)) == 11
    assert {fact.fence for fact in floor.told(ItemPacked)[1:]} == {99}


def test_an_older_page_never_takes_a_fence_back(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    floor.deliver(AGAIN)
    floor.deliver(DISCRETE)
    assert [run.fence for run in floor.all(PickRun)] == [99]


def test_a_list_given_to_another_bench_interrupts_the_walk_and_says_where_the_totes_go(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"), CODES["TEE-M"])
    floor.deliver(elsewhere(), gone=(DISCRETE,))
    refusal = floor.view.refusal
    assert refusal is not None
    assert refusal.title == "List is at another bench"
    assert refusal.orders == ("ST-2 has P-1 now. What you picked is kept.", "Bring T-01 to ST-2.")
    floor.do("OK")
    assert (floor.step(), floor.all(PickRun)) == (Step.QUEUE, [])
    assert len(floor.told(ItemPicked)) == 1
    assert floor.scan(tote("T-02")).said == "tote_assigned", "the next list is walked"


def test_a_list_taken_back_by_a_supervisor_interrupts_the_walk(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    floor.deliver(gone=(DISCRETE, elsewhere()))
    assert floor.view.refusal is not None
    assert floor.view.refusal.title == "List was taken back"
    floor.do("OK")
    assert floor.step() is Step.QUEUE


def test_a_list_given_away_and_given_back_is_walked_anew(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    floor.deliver(elsewhere(), gone=(DISCRETE,))
    floor.do("OK")
    floor.deliver(queue_row(DISCRETE, 1), AGAIN)
    floor.do("START")
    assert [(run.list_id, run.fence) for run in floor.all(PickRun)] == [("w-1", 99)]


def test_a_list_whose_orders_were_all_cancelled_is_walked_to_its_end(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    floor.deliver(StoppedOrder(order_id="o-1", reason="cancelled"), gone=(DISCRETE, elsewhere()))
    assert floor.view.refusal is None
    assert floor.step() is Step.PICK


def test_a_refusal_on_the_screen_is_not_overwritten_and_the_interruption_comes_after_it(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"))
    assert floor.scan(place("B-02-1")).said == "wrong_location"
    floor.deliver(elsewhere(), gone=(DISCRETE,))
    assert floor.view.refusal is not None
    assert floor.view.refusal.title == "Wrong place"
    floor.do("OK")
    floor.deliver(CLUSTER)
    assert floor.view.refusal is not None
    assert floor.view.refusal.title == "List is at another bench"


def test_a_replica_that_is_fetched_again_interrupts_nothing(floor: Floor, tmp_path: Path) -> None:
    floor.do(badge(ADA), tote("T-01"))
    floor.desk.store.start_over()
    floor.cursor = 0
    assert floor.step() is Step.PICK
    floor.kill(tmp_path / "again")
    assert floor.view.refusal is None
    assert floor.step() is Step.PICK


def test_nothing_leads_back_to_a_walk_that_is_gone(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), "DEVICES")
    floor.deliver(elsewhere(), gone=(DISCRETE,))
    floor.do("OK", "BACK")
    assert floor.step() is Step.QUEUE


def test_who_is_signed_out_is_told_after_signing_in(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), "SIGN_OUT")
    floor.deliver(elsewhere(), gone=(DISCRETE,))
    said = floor.view.refusal
    assert said is None
    floor.do(badge(ADA))
    assert floor.step() is Step.PICK
    floor.deliver(CLUSTER)
    assert floor.view.refusal is not None
    floor.do("OK")
    assert floor.step() is Step.QUEUE
