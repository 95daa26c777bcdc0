"""Changes a person decides about, kits that change, what a shop's own moment outweighs, and lines that are matched."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.central.audit import audit
from app.central.intake.changing.boxed import NoChangeWaits, send_as_packed
from app.central.intake.changing.cancelling import cancel_order
from app.central.intake.orders import follow_change
from app.central.report import report
from app.central.stock.kits import import_kits
from app.central.work.release import sweep
from app.domain.intake.changing import Change, LineNow, compare_lines
from app.domain.intake.orders import NewLine
from sync.channels.kit_files import read_kits
from tests.central.changing.stories import (
    CHANGES,
    FIRST,
    begin,
    labelled,
    lines,
    packed,
    renamed,
    stands,
    tasks,
    wanted,
)
from tests.central.house import SITE, START, House, product
from tests.central.packing_day import blocks_of, claim, packing, picking


def test_the_boxes_are_opened_and_the_order_is_packed_as_changed(house: House) -> None:
    story = labelled(house)
    taken = house.take(CHANGES[Change.MORE])
    done = house.centre.do(follow_change, SITE, taken.order_id, "amina")
    assert isinstance(done, tuple)
    found = stands(house)
    assert (found.status, wanted(house), found.parcels[0].state) == ("accepted", {"TEE-M": 3, "CAP": 1}, "void")
    assert set(tasks(house)) == {"stop_shipment", "put_back"}
    assert audit(house.centre, SITE) == ()
    assert story.rest() == {"applied_with_task"}
    house.centre.do(sweep, SITE)
    other = house.bench("ST-2")
    work = claim(other)
    told = [*picking(work), *(renamed(body) for body in packing(work, blocks_of(other)[0]))]
    assert {row.verdict for row in other.tell(*told)} == {"applied"}
    assert (stands(house).status, report(house.centre, SITE).dispatched) == ("shipped", 1)
    assert audit(house.centre, SITE) == ()


def test_it_is_sent_as_packed_and_the_customer_is_told(house: House) -> None:
    story = packed(house)
    taken = house.take(CHANGES[Change.ADDRESS])
    told = house.centre.do(send_as_packed, SITE, taken.order_id, "amina")
    assert isinstance(told, str)
    assert stands(house).status == "accepted"
    assert story.rest() == {"applied"}
    assert set(tasks(house)) == {"stop_shipment", "changed_late"}
    again = house.centre.do(send_as_packed, SITE, taken.order_id, "amina")
    assert isinstance(again, NoChangeWaits)


def test_a_change_taken_back_lets_the_box_go(house: House) -> None:
    story = packed(house)
    house.take(CHANGES[Change.MORE])
    assert stands(house).status == "on_hold"
    assert house.take(FIRST).outcome == "same"
    assert stands(house).status == "accepted"
    assert story.rest() == {"applied"}
    assert stands(house).status == "shipped"


def test_more_than_there_is_waits_whole_and_goes_on_when_it_is_less_again(house: House) -> None:
    begin(house)
    taken = house.take(replace(FIRST, lines=lines(("TEE-M", 99), ("CAP", 1))))
    assert [hold.reason for hold in taken.holds] == ["stock"]
    house.centre.do(sweep, SITE)
    assert stands(house).order.list_id is None
    assert house.take(CHANGES[Change.FEWER]).lifecycle == "accepted"
    assert audit(house.centre, SITE) == ()


def test_what_the_desk_cancelled_the_shop_does_not_open(house: House) -> None:
    begin(house)
    order_id = stands(house).order.order_id
    house.centre.do(cancel_order, SITE, order_id, "asked on the phone")
    assert house.take(CHANGES[Change.MORE]).outcome == "differs"
    assert (stands(house).status, tasks(house)) == ("cancelled", {"refund_due": 1, "reopened": 1})


def test_a_file_that_tells_no_moment_does_not_outweigh_the_shop(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 20}})
    house.take(replace(FIRST, updated_at=START))
    assert house.take(CHANGES[Change.MORE]).outcome == "older"
    later = replace(CHANGES[Change.MORE], updated_at=START + timedelta(seconds=1))
    assert house.take(later).outcome == "changed"
    assert house.take(replace(FIRST, updated_at=START)).outcome == "older"


def test_a_kit_changes_as_one_line(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 40}, "CAP": {"A-2": 40}, "SET": {"A-3": 0}})
    parts, bad = read_kits("kits.csv", b"kit_sku,component_sku,quantity\nSET,TEE-M,2\nSET,CAP,1\n")
    assert bad == ()
    assert house.centre.do(import_kits, SITE, "kits.csv", parts).bad == ()
    order = replace(FIRST, lines=lines(("SET", 2)))
    assert house.take(order).lifecycle == "accepted"
    for kits in (3, 1, 2):
        assert house.take(replace(order, lines=lines(("SET", kits)))).outcome == "changed"
        assert wanted(house) in ({"SET": kits}, {"TEE-M": 2 * kits, "CAP": kits})
        assert audit(house.centre, SITE) == ()
    both = replace(order, lines=lines(("SET", 2), ("TEE-M", 1)))
    assert house.take(both).lifecycle == "accepted"
    again = replace(order, lines=lines(("TEE-M", 1)))
    assert house.take(again).lifecycle == "accepted"
    back = house.take(both)
    assert (back.outcome, back.lifecycle) == ("changed", "accepted")
    assert audit(house.centre, SITE) == ()
    assert product("SET").sku == "SET"


SKUS = st.sampled_from(["A", "B", "C"])
NOW = st.lists(st.tuples(SKUS, st.integers(0, 5), st.sampled_from(["", "1", "2"])), max_size=5)
ASKED = st.lists(st.tuples(SKUS, st.integers(1, 5), st.sampled_from(["", "1", "2"])), max_size=5)


@given(NOW, ASKED)
def test_comparing_gives_every_sku_exactly_what_is_asked_for(
    now: list[tuple[str, int, str]], asked: list[tuple[str, int, str]]
) -> None:
    rows = [LineNow(line_id=str(n), sku=sku, wanted=units, ref=ref) for n, (sku, units, ref) in enumerate(now)]
    new = [NewLine(sku=sku, quantity=units, ref=ref) for sku, units, ref in asked]
    differ = compare_lines(rows, new)
    left = {row.line_id: row.wanted for row in rows}
    for line_id, units in differ.deltas:
        left[line_id] += units
    assert all(units >= 0 for units in left.values())
    came: dict[str, int] = {}
    for row in rows:
        came[row.sku] = came.get(row.sku, 0) + left[row.line_id]
    for line in differ.added:
        came[line.sku] = came.get(line.sku, 0) + line.quantity
    should: dict[str, int] = {}
    for sku, units, _ in asked:
        should[sku] = should.get(sku, 0) + units
    assert {sku: units for sku, units in came.items() if units} == should
    assert not compare_lines(
        [LineNow(line_id=str(n), sku=line.sku, wanted=line.quantity, ref=line.ref) for n, line in enumerate(new)], new
    ).kinds


def test_the_money_of_an_order_is_not_changed_and_it_can_still_be_cancelled(house: House) -> None:
    begin(house)
    dollars = replace(FIRST, currency="USD", total_minor=1)
    assert house.take(dollars).outcome == house.take(dollars).outcome == "differs"
    order = stands(house).order
    assert (order.currency, order.total_minor, tasks(house)) == ("EUR", FIRST.total_minor, {"changed_late": 1})
    assert house.take(FIRST).outcome == "same"
    assert house.take(replace(dollars, cancelled_at=FIRST.placed_at)).lifecycle == "cancelled"
