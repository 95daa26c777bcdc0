"""A walked list as a value: where it stands, what it still needs, and which order takes the next unit."""

from __future__ import annotations

from app.domain.floor.walk import InHand, Need, PickPhase, PickRun, Stop

STOP = Stop(
    stop_no=1,
    location="A-01-1",
    sku="TEE-S",
    needs=(
        Need(order_id="o1", line_id="l1", quantity=2),
        Need(order_id="o2", line_id="l2", quantity=3),
        Need(order_id="o2", line_id="l3", quantity=1),
    ),
)
RUN = PickRun(list_id="w1", fence=1, orders=("o1", "o2"), stops=(STOP,))
TOTES = (("o1", "T-1"), ("o2", "T-2"))


def moved(**changes: object) -> PickRun:
    fields = {"list_id": "w1", "fence": 1, "orders": ("o1", "o2"), "stops": (STOP,), "totes": TOTES, **changes}
    return PickRun(**fields)  # type: ignore[arg-type]


def here(**changes: object) -> Stop:
    fields = {"stop_no": 1, "location": "A-01-1", "sku": "TEE-S", "needs": STOP.needs, "location_done": True, **changes}
    return Stop(**fields)  # type: ignore[arg-type]


def test_the_phases_follow_each_other() -> None:
    assert RUN.phase is PickPhase.TOTES
    assert moved().phase is PickPhase.LOCATION
    assert moved(stops=(here(),)).phase is PickPhase.ITEM
    assert moved(stops=(here(),), in_hand=InHand(quantity=1, barcode="4006381333931")).phase is PickPhase.TOTE
    done = Need(order_id="o1", line_id="l1", quantity=2, done=1, short=1)
    assert moved(stops=(here(needs=(done,)),)).phase is PickPhase.FINISHED


def test_totes_are_given_in_the_order_of_the_list() -> None:
    assert RUN.next_order == "o1"
    assert moved(totes=TOTES[:1]).next_order == "o2"
    assert moved().next_order == ""


def test_a_case_goes_whole_to_the_first_order_with_room_for_it() -> None:
    assert STOP.taker(1) == "o1"
    assert STOP.taker(3) == "o2"
    assert STOP.taker(4) == "o2", "both lines of one order lie in the same tote"
    assert STOP.taker(5) == "", "six are needed here, but not by one order"
    assert STOP.room == 4
    assert moved(in_hand=InHand(quantity=3, barcode="case")).to_order == "o2"


def test_units_done_count_what_is_short_too() -> None:
    run = moved(stops=(here(needs=(Need(order_id="o1", line_id="l1", quantity=5, done=2, short=1),)),))
    assert (run.units, run.units_done) == (5, 3)
