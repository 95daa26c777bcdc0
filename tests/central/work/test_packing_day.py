"""A whole day at a bench: every fact moves its counters once, and the books add up at the end."""

from datetime import timedelta

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changing.cancelling import cancel_order
from app.central.report import report
from app.central.work.release import sweep
from app.domain import facts
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of


def fill(house: House, orders: int = 3) -> list[str]:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    taken = [house.take(new_order(f"#{n}", [("TEE-M", 2), ("CAP", 1)])) for n in range(orders)]
    house.centre.do(sweep, SITE)
    return [one.order_id for one in taken]


def test_from_order_to_dispatched_parcel_with_tracking_number(house: House) -> None:
    fill(house)
    bench = house.bench()
    work = claim(bench)
    assert (work.kind, len(work.orders), [stop.location for stop in work.stops]) == ("cluster", 3, ["A-1", "A-2"])
    told = [*picking(work), *packing(work, blocks_of(bench)[0])]
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    found = standing(house.centre, house.channel, "#0")
    assert found is not None
    assert (found.status, found.order.lifecycle, found.order.fulfilment) == ("shipped", "closed", "shipped")
    assert [(courier, len(number)) for courier, number, _ in found.tracking] == [("house", 18)]
    numbers = report(house.centre, SITE)
    assert (numbers.picked, numbers.packed, numbers.shipped, numbers.labelled, numbers.dispatched) == (3, 3, 3, 3, 3)
    assert (numbers.on_hand, numbers.allocated, numbers.lists_done) == (31, 0, 1)
    assert ("shipped", 6, 9, -9) in numbers.ledger
    assert audit(house.centre, SITE) == ()
    assert numbers.tasks == ()


def test_names_are_withdrawn_when_the_list_is_done_and_never_reach_another_station(house: House) -> None:
    fill(house)
    bench, other = house.bench(), house.bench("ST-2")
    work = claim(bench)
    assert work_of(other) == {}
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert work_of(bench) == {}


def test_any_batch_sent_again_is_answered_the_same_and_changes_nothing(house: House) -> None:
    fill(house)
    bench = house.bench()
    work = claim(bench)
    batch = [bench.arrive(body) for body in [*picking(work), *packing(work, blocks_of(bench)[0])]]
    first = bench.send(*batch)
    before = report(house.centre, SITE)
    assert bench.send(*batch) == first
    assert bench.send(*batch[3:9]) == first[3:9]
    assert report(house.centre, SITE) == before


def test_a_short_pick_frees_the_promise_asks_for_a_count_and_ships_the_rest(house: House) -> None:
    fill(house, 1)
    bench = house.bench()
    work = claim(bench)
    (order,) = work.orders
    tee = next(line for line in order.lines if line.sku == "TEE-M")
    walk = [body for body in picking(work) if not (isinstance(body, facts.ItemPicked) and body.sku == "TEE-M")]
    short = facts.ItemShortPicked(
        list_id=work.list_id, order_id=order.order_id, line_id=tee.line_id, sku="TEE-M", quantity=2,
        reason="not found", location="A-1",
    )  # fmt: skip
    (verdict,) = bench.tell(*walk, short)[-1:]
    assert (verdict.verdict, bool(verdict.task_id)) == ("applied", True)
    with house.centre.read(SITE) as read:
        (level,) = read.stock.levels("TEE-M")
    assert (level.on_hand, level.allocated, level.unavailable) == (20, 0, 2)
    rest = [body for body in packing(work, blocks_of(bench)[0]) if getattr(body, "sku", "") != "TEE-M"]
    closed = next(body for body in rest if isinstance(body, facts.CartonClosed))
    only_cap = tuple(line for line in closed.contents if line.sku == "CAP")
    rest[rest.index(closed)] = facts.CartonClosed(
        session_id=closed.session_id, parcel_id=closed.parcel_id, order_id=closed.order_id, carton="S",
        contents=only_cap, last=True,
    )  # fmt: skip
    assert {row.verdict for row in bench.tell(*rest)} == {"applied"}
    found = standing(house.centre, house.channel, "#0")
    assert found is not None
    assert (found.order.fulfilment, found.status) == ("partially_shipped", "on_hold")
    assert audit(house.centre, SITE) == ()
    house.centre.do(sweep, SITE)
    second = claim(bench)
    assert [(line.sku, line.quantity) for line in second.orders[0].lines] == [("TEE-M", 2)]
    assert second.fence > work.fence


def test_undoing_a_pick_and_taking_a_unit_out_of_the_box(house: House) -> None:
    fill(house, 1)
    bench = house.bench()
    work = claim(bench)
    (order,) = work.orders
    tee = next(line for line in order.lines if line.sku == "TEE-M")
    undo = facts.UnitPutBack(
        list_id=work.list_id, stop_no=1, order_id=order.order_id, line_id=tee.line_id, sku="TEE-M", quantity=1,
        location="A-1",
    )  # fmt: skip
    again = facts.ItemPicked(
        list_id=work.list_id, stop_no=1, order_id=order.order_id, line_id=tee.line_id, sku="TEE-M", quantity=1,
        tote="T-1", location="A-1", barcode="",
    )  # fmt: skip
    out = facts.UnitRemoved(
        session_id=f"ses-{order.order_id}", order_id=order.order_id, line_id=tee.line_id, sku="TEE-M", quantity=1
    )
    back = facts.ItemPacked(
        session_id=out.session_id, order_id=order.order_id, line_id=tee.line_id, sku="TEE-M", quantity=1, barcode=""
    )
    packed = packing(work, blocks_of(bench)[0])
    told = [*picking(work), undo, again, *packed[:3], out, back, *packed[3:]]
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    assert audit(house.centre, SITE) == ()


def test_cancelled_while_packed_offline_is_recorded_and_stopped(house: House) -> None:
    (order_id,) = fill(house, 1)
    bench = house.bench()
    work = claim(bench)
    bench.tell(*picking(work))
    assert "Put 3 units" in str(house.centre.do(cancel_order, SITE, order_id, "cancelled in the shop"))
    verdicts = bench.tell(*packing(work, blocks_of(bench)[0]))
    assert {row.verdict for row in verdicts if row.kind != "LabelPrinted"} == {"applied_with_task"}
    tasks = dict(report(house.centre, SITE).tasks)
    assert tasks["stop_shipment"] == 1
    assert tasks["intercept"] == 1
    with house.centre.read(SITE) as read:
        (parcel,) = read.parcels.of_order(order_id)
    assert parcel.state == "blocked"
    assert audit(house.centre, SITE) == ()


def test_an_older_fence_is_recorded_with_a_task_and_its_parcel_never_leaves(house: House) -> None:
    (order_id,) = fill(house, 1)
    slow, fast = house.bench(), house.bench("ST-2")
    late = claim(slow)
    house.clock.move(timedelta(hours=5))
    work = claim(fast)
    assert work.list_id == late.list_id
    assert work.fence > late.fence
    assert work_of(slow) == {}
    assert {row.verdict for row in fast.tell(*picking(work), *packing(work, blocks_of(fast)[0]))} == {"applied"}
    before = report(house.centre, SITE)
    closed = facts.CartonClosed(
        session_id="s-late", parcel_id="p-late", order_id=order_id, carton="S", contents=(), last=True
    )
    numbered = facts.LabelPurchased(
        parcel_id="p-late", order_id=order_id, courier="house", service="standard", sscc="395011010000000499",
        block_id=blocks_of(slow)[0].block_id, label_sha256="",
    )  # fmt: skip
    gone = facts.ParcelDispatched(parcel_id="p-late", order_id=order_id, sscc="395011010000000499")
    verdicts = slow.tell(*picking(late)[:2], closed, numbered, gone)
    after = report(house.centre, SITE)
    assert {row.verdict for row in verdicts} == {"applied_with_task"}
    assert after.dispatched == before.dispatched == 1
    assert after.on_hand == before.on_hand
    assert audit(house.centre, SITE) == ()


def test_a_lease_that_ran_out_but_went_to_nobody_is_still_good(house: House) -> None:
    fill(house, 1)
    bench = house.bench()
    work = claim(bench)
    house.clock.move(timedelta(hours=9))
    assert {row.verdict for row in bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))} == {"applied"}


def test_two_parcels_with_one_number_are_stopped(house: House) -> None:
    fill(house, 2)
    bench = house.bench()
    work = claim(bench)
    block = blocks_of(bench)[0]
    told = [body for body in packing(work, block) if isinstance(body, (facts.CartonClosed, facts.LabelPurchased))]
    first = next(body for body in told if isinstance(body, facts.LabelPurchased))
    doubled = [
        body if not isinstance(body, facts.LabelPurchased) else facts.LabelPurchased(
            parcel_id=body.parcel_id, order_id=body.order_id, courier="house", service="standard", sscc=first.sscc,
            block_id=block.block_id, label_sha256="",
        )
        for body in told
    ]  # fmt: skip
    bench.tell(*picking(work))
    verdicts = bench.tell(*doubled)
    assert verdicts[-1].verdict == "applied_with_task"
    assert ("number_used_twice", 1) in report(house.centre, SITE).tasks


def test_blocks_of_numbers_never_overlap(house: House) -> None:
    benches = [house.bench(f"ST-{n}") for n in range(3)]
    for bench in benches * 3:
        bench.tell(facts.LeaseNumbers(count=7))
    taken = [n for bench in benches for block in blocks_of(bench) for n in range(block.first, block.last + 1)]
    assert len(taken) == len(set(taken)) == 63


def test_a_claim_with_nothing_to_do_is_refused_with_the_reason(house: House) -> None:
    (row,) = house.bench().tell(facts.ClaimWork(lists=1))
    assert (row.verdict, "nothing is ready" in row.reason) == ("refused", True)
