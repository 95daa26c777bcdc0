"""Stock that two ask for at once: a basket that expires while it is bought, two receipts, one key, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app.central.audit import audit
from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.orders import take_order
from app.central.stock.reservations.keeping import Kept, reserve_for
from app.central.stock.reservations.reserving import Asked, expire_reservations
from app.central.supply.buying.proposing import NotSupplied, approve_proposals
from app.central.supply.buying.receiving import Arrival, Delivery, receive_delivery
from app.central.supply.saying import say_rule, say_supplier
from app.central.supply.seeing import list_proposals
from app.central.supply.values import RuleRow, SupplierRow
from tests.central.house import SITE, House, new_order, open_again
from tests.central.packing_day import blocks_of, claim, packing, picking
from tests.central.stock.stock_rows import check, rows_of
from tests.central.supply.shop import MANAGER
from tests.sync_central.colliding.race import at_once, books, count
from tests.sync_central.wire import Wire


def test_one_key_from_eight_keeps_once(wire: Wire) -> None:
    body = b'{"owner": "b", "lines": [{"sku": "TEE-M", "quantity": 5}]}'
    headers = {
        "Authorization": f"Bearer {wire.key}", "Content-Type": "application/json", "Idempotency-Key": "key-1",
    }  # fmt: skip
    answers = at_once(wire, [lambda mine: mine.ask("POST", "/v1/reservations", body, headers)] * 8)
    assert {answer.status for answer in answers} <= {201, 409}
    assert {answer.problem().code for answer in answers if answer.status == 409} <= {"in_flight"}
    assert len({answer.body for answer in answers if answer.status == 201}) == 1
    assert count(wire, "reservation") == 1
    books(wire)


def test_a_basket_expires_while_it_is_bought_and_its_units_are_counted_once(house: House) -> None:
    house.stock({"TEE": {"A-1": 40}})
    other = open_again(house.data, "other", house.clock)
    try:
        for n in range(6):
            asked = [Asked(sku="TEE", quantity=5)]
            kept = house.centre.do(reserve_for, house.channel, "basket", asked, timedelta(minutes=5))
            assert isinstance(kept, Kept)
            house.clock.move(timedelta(minutes=5))
            order = new_order(f"#{n}", [("TEE", 5)], reservation=kept.row.reservation_id)
            with ThreadPoolExecutor(2) as both:
                ended = both.submit(other.do, expire_reservations, SITE)
                taken = both.submit(house.centre.do, take_order, house.channel, order)
                assert (taken.result().holds, ended.result() in (0, 1)) == ((), True)
            with house.centre.read(SITE) as work:
                row = work.reservations.get(kept.row.reservation_id)
                (level,) = work.stock.levels("TEE")
            assert row is not None
            assert row.state == "expired"
            assert (level.allocated, level.reserved) == (5 * (n + 1), 0)
    finally:
        other.close()
    assert audit(house.centre, SITE) == ()
    check(rows_of(house.centre, SITE))


def test_two_receipts_at_once_are_two_and_one_key_is_one(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    house.centre.do(say_supplier, SITE, MANAGER, SupplierRow(code="MILL", name="The Mill"))
    house.centre.do(say_rule, SITE, MANAGER, RuleRow(sku="TEE", supplier="MILL", min_units=20, max_units=40))
    (proposal,) = list_proposals(house.centre, SITE, 9)
    made = house.centre.do(approve_proposals, SITE, MANAGER, [proposal.proposal_id])
    assert not isinstance(made, NotSupplied)
    others = [open_again(house.data, f"other-{n}", house.clock) for n in range(3)]

    def arrive(centre: Centre, key: str) -> Arrival:
        given = Delivery(purchase=made[0].number, location="A-1", quantity=5, key=key, sku="TEE")
        came = centre.do(receive_delivery, SITE, MANAGER, given)
        assert isinstance(came, Arrival), came
        return came

    try:
        with ThreadPoolExecutor(4) as threads:
            tries = [
                threads.submit(arrive, centre, key)
                for centre, key in zip(
                    (house.centre, *others) * 2, ("a", "a", "b", "c", "a", "b", "c", "c"), strict=True
                )
            ]
            assert sorted(one.result().again for one in tries) == [False] * 3 + [True] * 5
    finally:
        for other in others:
            other.close()
    with house.centre.read(SITE) as work:
        (line,) = work.supply.purchases.lines(made[0].purchase_id)
        (level,) = work.stock.levels("TEE")
    assert (line.received, level.on_hand) == (15, 15)
    assert audit(house.centre, SITE) == ()


def test_a_label_is_bought_while_its_order_is_cancelled_and_nothing_of_it_leaves(house: House) -> None:
    house.stock({"TEE": {"A-1": 40}})
    bench, other = house.bench(), open_again(house.data, "other", house.clock)
    try:
        for n in range(3):
            order_id = house.take(new_order(f"#{n}", [("TEE", 2)])).order_id
            work = claim(bench)
            bench.tell(*picking(work))
            told = [bench.arrive(one) for one in packing(work, blocks_of(bench)[0], n)]
            with ThreadPoolExecutor(2) as both:
                bought = both.submit(bench.send, *told[:-1])
                both.submit(other.do, cancel_order, SITE, order_id, "changed their mind").result()
                assert all(row.verdict.startswith("applied") for row in bought.result())
            with house.centre.read(SITE) as read:
                order, parcels = read.orders.order(order_id), read.parcels.of_order(order_id)
                tasks = read.tasks.open_of(order_id=order_id)
            assert order is not None
            assert order.lifecycle == "cancelled"
            assert all(parcel.state != "shipped" for parcel in parcels)
            assert tasks, "somebody is told to stop it or to put it back"
            (left,) = bench.send(told[-1])
            assert left.verdict == "applied_with_task", "one that left all the same is told"
            assert audit(house.centre, SITE) == ()
            check(rows_of(house.centre, SITE))
    finally:
        other.close()
