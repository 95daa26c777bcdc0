"""A list is taken back from a station that will not finish it: nothing is lost, nothing is packed twice unnoticed."""

from dataclasses import replace

from app.central.audit import audit
from app.central.intake.answers import OrderStanding, standing
from app.central.report import report
from app.central.work.release import sweep
from app.central.work.taking_back import NotTaken, TakenBack, take_back
from app.domain import facts
from app.domain.documents import WorkList
from app.domain.intake.clearance import FulfilmentPolicy
from tests.central.house import SITE, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking, work_of
from tests.central.stock.stock_rows import check, rows_of


def begin(house: House, orders: int = 2) -> tuple[Bench, WorkList]:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    for n in range(orders):
        house.take(new_order(f"#{n}", [("TEE-M", 2), ("CAP", 1)]))
    bench = house.bench()
    return bench, claim(bench)


def back(house: House, number: str) -> TakenBack:
    done = house.centre.do(take_back, SITE, number, "the bench burnt")
    assert isinstance(done, TakenBack), done
    house.centre.do(sweep, SITE)
    return done


def stands(house: House, number: str) -> OrderStanding:
    found = standing(house.centre, house.channel, number)
    assert found is not None
    return found


def pack_all(bench: Bench) -> set[str]:
    """Whatever the queue gives, packed by rights under parcel names of this bench; the verdicts."""
    work = claim(bench)
    told = [*picking(work), *(renamed(body, bench.station.name) for body in packing(work, blocks_of(bench)[-1]))]
    return {row.verdict for row in bench.tell(*told)}


def renamed(body: facts.Body, prefix: str) -> facts.Body:
    """The same fact about another session and parcel."""
    given = {name: getattr(body, name) for name in body.__dataclass_fields__}
    for name in ("session_id", "parcel_id"):
        if name in given:
            given[name] = f"{prefix}-{given[name]}"
    return type(body)(**given)


def test_a_list_nobody_began_is_ready_again_as_it_was(house: House) -> None:
    slow, work = begin(house)
    done = back(house, work.number)
    assert (set(done.orders), done.tasks) == ({"#0", "#1"}, ())
    assert work_of(slow) == {}
    again = claim(house.bench("ST-2"))
    assert (again.number, again.fence > work.fence) == (work.number, True)


def test_units_in_a_tote_are_put_aside_and_the_order_is_picked_anew(house: House) -> None:
    slow, work = begin(house)
    slow.tell(*picking(work)[:4])
    done = back(house, work.number)
    assert set(done.orders) == {"#0", "#1"}
    assert done.tasks
    assert all("put them back" in task and "T-" in task for task in done.tasks)
    assert audit(house.centre, SITE) == ()
    assert report(house.centre, SITE).unavailable > 0
    assert pack_all(house.bench("ST-2")) == {"applied"}
    assert [stands(house, number).status for number in ("#0", "#1")] == ["shipped", "shipped"]
    assert audit(house.centre, SITE) == ()


def test_what_the_dead_station_tells_later_is_recorded_and_its_box_never_leaves(house: House) -> None:
    slow, work = begin(house, 1)
    walk = picking(work)
    slow.tell(*walk[:3])
    back(house, work.number)
    assert pack_all(house.bench("ST-2")) == {"applied"}
    late = slow.tell(*walk[3:], *packing(work, blocks_of(slow)[0], number=7))
    assert {row.verdict for row in late if row.kind != "LabelPrinted"} == {"applied_with_task"}
    assert report(house.centre, SITE).dispatched == 1
    assert audit(house.centre, SITE) == ()


def test_late_facts_before_anybody_else_has_the_order_are_stopped_too(house: House) -> None:
    slow, work = begin(house, 1)
    walk = picking(work)
    slow.tell(*walk[:3])
    back(house, work.number)
    late = slow.tell(*walk[3:], *packing(work, blocks_of(slow)[0]))
    assert {row.verdict for row in late if row.kind != "LabelPrinted"} == {"applied_with_task"}
    assert report(house.centre, SITE).dispatched == 0
    assert pack_all(house.bench("ST-2")) == {"applied"}
    assert audit(house.centre, SITE) == ()


def test_an_order_with_a_closed_box_keeps_it(house: House) -> None:
    slow, work = begin(house)
    told = packing(work, blocks_of(slow)[0])
    closed = next(n for n, body in enumerate(told) if isinstance(body, facts.CartonClosed))
    slow.tell(*picking(work), *told[: closed + 1])
    done = back(house, work.number)
    boxed = work.orders[0].number
    assert boxed not in done.orders
    assert any(boxed in task and "dispatch it" in task for task in done.tasks)
    rest = [body for body in told[closed + 1 :] if getattr(body, "parcel_id", "") == f"par-{work.orders[0].order_id}"]
    assert {row.verdict for row in slow.tell(*rest)} == {"applied"}
    assert stands(house, boxed).status == "shipped"
    assert pack_all(house.bench("ST-2")) == {"applied"}
    assert audit(house.centre, SITE) == ()
    assert report(house.centre, SITE).shipped == 2


def box(work: WorkList, told: list[facts.Body], number: int = 0) -> tuple[list[facts.Body], list[facts.Body]]:
    """Of what is told: up to the closed box of one order of the list, and what its box does then."""
    order = work.orders[number].order_id
    mine = [body for body in told if order in (getattr(body, "order_id", ""), getattr(body, "parcel_id", "")[4:])]
    closed = next(n for n, body in enumerate(mine) if isinstance(body, facts.CartonClosed))
    return mine[: closed + 1], mine[closed + 1 :]


def test_an_order_leaves_the_list_with_its_box_and_what_it_waits_for_follows(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}})
    house.take(new_order("#0", [("TEE-M", 3)], policy=FulfilmentPolicy.SHIP_AVAILABLE))
    slow = house.bench()
    work = claim(slow)
    packed, left = box(work, packing(work, blocks_of(slow)[0]))
    slow.tell(*picking(work), *packed)
    back(house, work.number)
    assert {row.verdict for row in slow.tell(*left)} == {"applied"}
    check(rows_of(house.centre, SITE))
    house.stock({"TEE-M": {"A-1": 1}}, "came")
    house.centre.do(sweep, SITE)
    assert pack_all(house.bench("ST-2")) == {"applied"}
    assert [(line.shipped, line.backordered) for line in stands(house, "#0").lines] == [(3, 0)]
    assert audit(house.centre, SITE) == ()
    check(rows_of(house.centre, SITE))


def test_an_order_whose_first_box_left_is_packed_on_at_another_bench(house: House) -> None:
    slow, work = begin(house, 1)
    packed, left = box(work, packing(work, blocks_of(slow)[0]))
    only_cap = [body for body in packed if getattr(body, "sku", "CAP") == "CAP"]
    shut = only_cap.pop()
    assert isinstance(shut, facts.CartonClosed)
    inside = tuple(line for line in shut.contents if line.sku == "CAP")
    slow.tell(*picking(work), *only_cap, replace(shut, contents=inside, last=False), *left)
    assert back(house, work.number).orders == ("#0",)
    check(rows_of(house.centre, SITE))
    assert pack_all(house.bench("ST-2")) == {"applied"}
    assert stands(house, "#0").status == "shipped"
    assert audit(house.centre, SITE) == ()


def test_what_was_shipped_before_is_of_no_list_any_more(house: House) -> None:
    slow, work = begin(house)
    packed, left = box(work, packing(work, blocks_of(slow)[0]))
    slow.tell(*picking(work), *packed, *left)
    back(house, work.number)
    check(rows_of(house.centre, SITE))
    assert pack_all(house.bench("ST-2")) == {"applied"}
    check(rows_of(house.centre, SITE))


def test_packed_but_open_is_put_aside_too(house: House) -> None:
    slow, work = begin(house, 1)
    slow.tell(*picking(work), *packing(work, blocks_of(slow)[0])[:3])
    done = back(house, work.number)
    assert "holds 3 units" in done.tasks[0]
    assert {(line.picked, line.packed) for line in stands(house, "#0").lines} == {(0, 0)}
    assert audit(house.centre, SITE) == ()


def test_without_stock_for_the_put_aside_units_the_order_waits_and_says_so(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2}})
    house.take(new_order("#0", [("TEE-M", 2)]))
    slow = house.bench()
    work = claim(slow)
    slow.tell(*picking(work))
    assert back(house, work.number).orders == ("#0",)
    found = stands(house, "#0")
    assert (found.status, [hold.reason for hold in found.holds]) == ("on_hold", ["stock"])
    assert audit(house.centre, SITE) == ()


def test_a_list_nobody_has_and_an_unknown_one_are_refused(house: House) -> None:
    _, work = begin(house)
    assert isinstance(house.centre.do(take_back, SITE, "P-99", "x"), NotTaken)
    back(house, work.number)
    assert isinstance(house.centre.do(take_back, SITE, work.number, "x"), NotTaken)
