"""A label is bought while its order changes: whoever is first, nothing leaves that nobody knows of, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.central.audit import audit
from app.central.intake.orders import Taken, take_order
from app.central.storage.stores.work.benches import InboxRow
from app.domain.intake.orders import NewOrder
from tests.central.house import SITE, House, new_order, open_again
from tests.central.packing_day import blocks_of, claim, packing, picking
from tests.central.stock.stock_rows import check, rows_of

Buy = Callable[[], tuple[InboxRow, ...]]
Edit = Callable[[], Taken]


def label_first(buy: Buy, edit: Edit) -> tuple[tuple[InboxRow, ...], Taken]:
    return buy(), edit()


def edit_first(buy: Buy, edit: Edit) -> tuple[tuple[InboxRow, ...], Taken]:
    done = edit()
    return buy(), done


def at_once(buy: Buy, edit: Edit) -> tuple[tuple[InboxRow, ...], Taken]:
    with ThreadPoolExecutor(2) as both:
        bought, edited = both.submit(buy), both.submit(edit)
        return bought.result(), edited.result()


def more(number: int) -> NewOrder:
    return new_order(f"#{number}", [("TEE", 3)], total_minor=2985, charged_minor=2985)


@pytest.mark.parametrize("arrival", [label_first, edit_first, at_once])
def test_an_order_is_edited_while_its_label_is_bought(
    house: House, arrival: Callable[[Buy, Edit], tuple[tuple[InboxRow, ...], Taken]]
) -> None:
    house.stock({"TEE": {"A-1": 40}})
    bench, other = house.bench(), open_again(house.data, "other", house.clock)
    try:
        for n in range(1 if arrival is not at_once else 3):
            order_id = house.take(new_order(f"#{n}", [("TEE", 2)])).order_id
            work = claim(bench)
            bench.tell(*picking(work))
            told = [bench.arrive(one) for one in packing(work, blocks_of(bench)[0], n)]
            bought, edited = arrival(
                lambda told=told: bench.send(*told[:-1]),  # type: ignore[misc]
                lambda n=n: other.do(take_order, house.channel, more(n)),  # type: ignore[misc]
            )
            assert all(row.verdict.startswith("applied") for row in bought), bought
            assert edited.order_id == order_id
            _stands(house, order_id, edited.outcome)
            (left,) = bench.send(told[-1])
            assert left.verdict == "applied_with_task", "one that left all the same is told"
            assert audit(house.centre, SITE) == ()
            check(rows_of(house.centre, SITE))
    finally:
        other.close()


def _stands(house: House, order_id: str, outcome: str) -> None:
    """Either the box waits for a person, or it is none of this order's any more; somebody knows of it in any case."""
    with house.centre.read(SITE) as read:
        holds = [hold for hold in read.orders.holds(order_id) if hold.released_at is None]
        parcels, tasks = read.parcels.of_order(order_id), read.tasks.open_of(order_id=order_id)
        (line,) = read.orders.lines(order_id)
    assert all(parcel.state != "shipped" for parcel in parcels)
    assert tasks, "somebody is told to stop it or to put it back"
    if outcome == "waiting":
        assert ([hold.field for hold in holds], line.quantity) == (["change"], 2)
    else:
        assert (outcome, line.quantity) == ("changed", 3)
