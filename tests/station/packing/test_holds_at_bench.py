"""A hold reaches the bench: walking, packing and the gate refuse with its words, and go on when it is released."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import StoppedOrder, WorkList
from app.domain.facts import ItemPicked, LabelPurchased, ParcelDispatched, PickFinished
from app.domain.floor.verdicts import Verdict
from app.station.bench import Step
from tests.station.floor import Floor, pack_discrete, walk_discrete
from tests.station.goods import ADA, BLOCK, CLUSTER, CODES, DISCRETE, EVERYTHING, badge, place, tote

WORDS = "19.90 EUR was charged back: stop."


def held(work: WorkList, number: int = 0) -> WorkList:
    orders = list(work.orders)
    orders[number] = replace(orders[number], state="on_hold", reason=WORDS)
    return replace(work, orders=tuple(orders))


def test_a_walk_stops_at_a_held_order_and_goes_on_when_it_is_released(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"))
    floor.deliver(held(DISCRETE))
    outcome = floor.scan(CODES["TEE-M"])
    assert (outcome.verdict, outcome.said, outcome.expected) == (Verdict.NOT_NOW, "order_stopped", WORDS)
    assert floor.told(ItemPicked) == []
    assert floor.step() is Step.PICK
    floor.deliver(DISCRETE)
    floor.do("OK", CODES["TEE-M"])
    assert [fact.body.sku for fact in floor.told(ItemPicked)] == ["TEE-M"]


def test_a_cluster_serves_the_others_first_and_comes_back_to_the_held_order(floor: Floor) -> None:
    floor.deliver(gone=(DISCRETE,))
    floor.do(badge(ADA), tote("T-02"), tote("T-03"))
    floor.deliver(held(CLUSTER, 0))
    assert floor.scan(place("A-01-2")).said == "order_stopped", "only the held order wants something here"
    floor.do("OK", place("A-01-3"), CODES["TEE-L"], tote("T-03"), place("B-03-2"))
    floor.do(CODES["SOCK"], tote("T-03"), CODES["SOCK"], tote("T-03"))
    assert floor.scan(CODES["SOCK"]).said == "order_stopped", "what is left is the held order's"
    assert {fact.order_id for fact in floor.told(ItemPicked)} == {"o-3"}
    floor.deliver(CLUSTER)
    floor.do("OK", CODES["SOCK"], tote("T-02"), place("A-01-2"), CODES["TEE-M"], tote("T-02"))
    assert len(floor.told(ItemPicked)) == 5
    assert len(floor.told(PickFinished)) == 1


def test_a_parcel_of_a_held_order_does_not_leave_until_the_hold_is_over(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    floor.do(floor.label, "DISPATCH")
    floor.deliver(held(DISCRETE))
    outcome = floor.scan(floor.label)
    assert (outcome.verdict, outcome.said, outcome.expected) == (Verdict.NOT_NOW, "order_stopped", WORDS)
    assert floor.told(ParcelDispatched) == []
    floor.deliver(DISCRETE)
    floor.do("OK", floor.label)
    assert len(floor.told(ParcelDispatched)) == 1


@pytest.fixture
def unnumbered(tmp_path: Path) -> Iterator[Floor]:
    """A bench whose carton is closed while it has no numbers: its label is still to be bought."""
    floor = Floor(tmp_path / "bench")
    floor.deliver(*(doc for doc in EVERYTHING if doc is not BLOCK))
    walk_discrete(floor)
    pack_discrete(floor)
    assert floor.parcel.sscc == ""
    yield floor
    floor.close()


def test_no_label_is_bought_for_a_closed_carton_that_a_hold_overtook(unnumbered: Floor) -> None:
    floor = unnumbered
    floor.deliver(held(DISCRETE), BLOCK)
    assert floor.told(LabelPurchased) == []
    panel = floor.view.label
    assert panel is not None
    assert (panel.sscc, panel.headline) == ("", "Stop: no label for this carton")
    assert WORDS in panel.explain
    assert panel.checks[0].detail == "none is taken while the order is stopped"
    floor.deliver(DISCRETE)
    assert len(floor.told(LabelPurchased)) == 1
    floor.do(floor.label)
    assert floor.step() is Step.DONE


def test_a_closed_carton_of_a_cancelled_order_waits_for_no_label_any_more(unnumbered: Floor) -> None:
    floor = unnumbered
    floor.deliver(StoppedOrder(order_id=DISCRETE.orders[0].order_id, reason="changed their mind"), BLOCK)
    assert floor.told(LabelPurchased) == []
    assert floor.view.label is not None
    assert "changed their mind" in floor.view.label.explain
    floor.do("PROBLEM", "REASON_5")
    assert floor.step() is Step.QUEUE
    assert "PRINT_AGAIN" not in [action.command for action in floor.view.actions]
    floor.deliver(DISCRETE)
    assert floor.told(LabelPurchased) == []
