"""Two processes at one database: a task has one holder, an order one list, whoever is first."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.central.audit import audit
from app.central.centre import Centre
from app.central.warehouse.imports import import_measures, import_site
from app.central.warehouse.records import Measure
from app.central.work.release import plan_lists, sweep_in_turns, write_lists
from app.central.work.tasks.doing import Nothing, claim_next
from app.central.work.values import TaskRow
from app.domain.work.limits import WorkSettings
from app.domain.work.waves import PlannedList
from tests.central.house import SITE, House, new_order, open_again, site_record


def test_each_order_is_in_one_list_though_two_release_the_same_plan(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 500}})
    orders = [house.take(new_order(f"#{n}", [("TEE-M", 1 + n % 3)])).order_id for n in range(60)]
    other = open_again(house.data)
    try:
        planned = plan_lists(house.centre, SITE)
        with ThreadPoolExecutor(2) as both:
            tries = [both.submit(_write_each, centre, planned) for centre in (house.centre, other)]
            made = sum(one.result() for one in tries)
    finally:
        other.close()
    with house.centre.read(SITE) as work:
        found = Counter(name for n in range(1, 60) if (row := work.lists.numbered(f"P-{n}"))
                        for name in work.lists.orders(row.list_id))  # fmt: skip
        listed = {order_id: work.orders.order(order_id) for order_id in orders}
    assert found == Counter(orders)
    assert all(order is not None and order.list_id for order in listed.values())
    assert made == len(planned)
    assert sweep_in_turns(house.centre, SITE) == 0
    assert audit(house.centre, SITE) == ()


def _write_each(centre: Centre, planned: tuple[PlannedList, ...]) -> int:
    return sum(centre.do(write_lists, SITE, [one]) for one in planned)


def test_each_task_has_one_holder_though_two_ask(house: House) -> None:
    def make(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            for n in range(20):
                work.tasks.open(work.new_id(), "restock", f"number {n}")

    house.centre.do(make)
    other = open_again(house.data)
    try:
        with ThreadPoolExecutor(2) as both:
            tries = [both.submit(_claim_all, *one) for one in ((house.centre, "amina"), (other, "bo"))]
            claimed = [row for one in tries for row in one.result()]
    finally:
        other.close()
    assert len(claimed) == len({row.task_id for row in claimed}) == 20
    assert len({row.fence for row in claimed}) == 20


def _claim_all(centre: Centre, who: str) -> list[TaskRow]:
    found: list[TaskRow] = []
    while not isinstance(row := centre.do(claim_next, SITE, who), Nothing):
        found.append(row)
    return found


def test_carts_are_filled_by_weight_and_by_room(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 100}})
    measure = Measure(line=2, sku="TEE-M", length_mm=100, width_mm=100, height_mm=100)
    done = house.centre.do(import_measures, SITE, "m.csv", [measure, replace(measure, line=3, sku="NO")])
    assert (done.changed, [row.line for row in done.bad]) == (1, [3])
    house.centre.do(import_site, replace(site_record(), work=WorkSettings(cluster_millilitres=2500)))
    for n in range(5):
        house.take(new_order(f"#{n}", [("TEE-M", 1)]))
    planned = plan_lists(house.centre, SITE)
    assert [(made.size.orders, made.size.millilitres, made.full) for made in planned] == [
        (2, 2000, "volume"), (2, 2000, "volume"), (1, 1000, "last"),
    ]  # fmt: skip
