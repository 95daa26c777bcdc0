"""Cancelled after a part of it left: the sum to pay back is named, followed and ended, and the books add up."""

from dataclasses import replace

import pytest

from app.central.audit import audit
from app.central.intake.answers import OrderStanding, standing
from app.central.intake.changing.cancelling import AlreadyCancelled, cancel_order
from app.central.money.giving_back import NOT_SENT
from app.central.money.granting import Granted, grant_refund
from app.central.money.recording import NotRecorded, record_payment
from app.central.warehouse.counts import import_stock
from app.central.warehouse.records import Count
from app.central.work.release import sweep
from app.domain import facts
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.intake.orders import NewLine, NewOrder, Payment
from app.domain.intake.payments import PaymentEvent, PaymentKind
from sync.protocol import sha256
from tests.central.changing.stories import renamed
from tests.central.house import SITE, START, Bench, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking

LINES = (
    NewLine(sku="TEE-M", quantity=2, price_minor=1000, discount_minor=200),
    NewLine(sku="CAP", quantity=1, price_minor=1500, discount_minor=150),
)
ORDER = replace(
    new_order("#1", []),
    lines=LINES,
    total_minor=3640,
    charged_minor=3640,
    discount_minor=350,
    shipping_minor=490,
    prices_include_tax=True,
    policy=FulfilmentPolicy.SHIP_AVAILABLE,
)
"""Two tees for 18.00 and a cap for 13.50, and 4.90 for shipping."""


def part_left(house: House, order: NewOrder = ORDER) -> str:
    """The tees left, and the cap is not there; returns the order's id."""
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 0}})
    taken = house.take(order)
    assert taken.lifecycle == "accepted"
    bench = house.bench()
    work = claim(bench)
    told = bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert {row.verdict for row in told} == {"applied"}
    return taken.order_id


def cap_comes(house: House) -> Bench:
    """The cap is there now, and picked at another bench."""
    count = Count(line=2, location="A-2", sku="CAP", quantity=5)
    assert house.centre.do(import_stock, SITE, "caps.csv", sha256(b"caps"), [count]).bad == ()
    house.centre.do(sweep, SITE)
    bench = house.bench("ST-2")
    work = claim(bench)
    assert {row.verdict for row in bench.tell(*picking(work))} == {"applied"}
    return bench


def cancel(house: House, order_id: str) -> str | AlreadyCancelled:
    return house.centre.do(cancel_order, SITE, order_id, "waited too long")


def event(kind: PaymentKind, minor: int, reference: str) -> PaymentEvent:
    return PaymentEvent(
        kind=kind, amount_minor=minor, currency="EUR", provider="p", reference=reference, happened_at=START
    )


def pays(house: House, order_id: str, kind: PaymentKind, minor: int, reference: str) -> None:
    done = house.centre.do(record_payment, SITE, order_id, event(kind, minor, reference), "p")
    assert not isinstance(done, NotRecorded)


def seen(house: House) -> OrderStanding:
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    return found


def tasks(house: House) -> dict[str, str]:
    """What is to be done about the order, by cause."""
    with house.centre.read(SITE) as work:
        return {cause: words for cause, _, words in work.tasks.open_tasks()}


def test_what_did_not_leave_is_named_and_followed_until_it_went_back(house: House) -> None:
    order_id = part_left(house)
    left = cancel(house, order_id)
    assert left == (
        "Order #1 was cancelled after parcels left: arrange a return. "
        "Not all of order #1 is sent: pay 13.50 EUR back, and tell the customer."
    )
    assert (set(tasks(house)), seen(house).due.back_minor) == ({"cancelled_late", "refund_due"}, 1350)
    assert (seen(house).status, seen(house).order.lifecycle) == ("shipped", "closed")
    pays(house, order_id, PaymentKind.REFUNDED, 1000, "r1")
    assert "pay 3.50 EUR back" in tasks(house)["refund_due"]
    pays(house, order_id, PaymentKind.REFUNDED, 350, "r2")
    assert (set(tasks(house)), seen(house).due.back_minor) == ({"cancelled_late"}, 0)
    assert audit(house.centre, SITE) == ()


def test_cancelling_it_again_says_so_and_does_nothing(house: House) -> None:
    order_id = part_left(house)
    cancel(house, order_id)
    before = tasks(house)
    again = cancel(house, order_id)
    assert again == AlreadyCancelled("order #1 was cancelled already, after parcels had left")
    assert (tasks(house), seen(house).due.back_minor) == (before, 1350)
    house.take(replace(ORDER, cancelled_at=START))
    assert tasks(house) == before, "a shop that says so too changes nothing"


def test_what_is_at_a_bench_stops_and_is_put_back(house: House) -> None:
    order_id = part_left(house)
    bench = cap_comes(house)
    cancel(house, order_id)
    assert {"put_back", "refund_due"} <= set(tasks(house))
    found = seen(house)
    assert (found.order.list_id, found.order.lifecycle, found.due.back_minor) == (None, "closed", 1350)
    assert [line.allocated + line.picked - line.shipped for line in found.lines] == [0, 0]
    house.centre.do(sweep, SITE)
    assert bench.tell(facts.ClaimWork(lists=1))[0].verdict == "refused", "nothing is left to pick"
    assert audit(house.centre, SITE) == ()


def test_a_box_that_still_stands_at_a_bench_is_stopped(house: House) -> None:
    order_id = part_left(house)
    count = Count(line=2, location="A-2", sku="CAP", quantity=5)
    house.centre.do(import_stock, SITE, "caps.csv", sha256(b"caps"), [count])
    house.centre.do(sweep, SITE)
    bench = house.bench("ST-2")
    work = claim(bench)
    packed = [renamed(body) for body in packing(work, blocks_of(bench)[0])]
    until = max(n for n, body in enumerate(packed) if isinstance(body, facts.LabelApplied)) + 1
    assert {row.verdict for row in bench.tell(*picking(work), *packed[:until])} == {"applied"}
    left = cancel(house, order_id)
    assert isinstance(left, str)
    assert "Stop the box of cancelled order #1" in left
    assert {"stop_shipment", "put_back", "refund_due"} <= set(tasks(house))
    assert sorted(parcel.state for parcel in seen(house).parcels) == ["blocked", "shipped"]
    assert audit(house.centre, SITE) == ()


def test_nothing_goes_back_when_everything_left(house: House) -> None:
    order_id = part_left(house, replace(ORDER, lines=LINES[:1], total_minor=2290, charged_minor=2290))
    left = cancel(house, order_id)
    assert left == "Order #1 was cancelled after parcels left: arrange a return."
    assert (set(tasks(house)), seen(house).due.back_minor) == ({"cancelled_late"}, 0)


def test_shipping_goes_back_when_nothing_left(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 5}})
    taken = house.take(ORDER)
    cancel(house, taken.order_id)
    assert seen(house).due.back_minor == 3640
    assert "pay 36.40 EUR back" in tasks(house)["refund_due"]


def test_what_was_granted_before_is_part_of_one_task(house: House) -> None:
    order_id = part_left(house)
    grant = house.centre.do(grant_refund, SITE, order_id, 500, "a spot", "case-1", "user:mona")
    assert isinstance(grant, Granted)
    assert tasks(house)["refund_granted"] == "Pay 5.00 EUR of order #1 back: it was granted."
    cancel(house, order_id)
    assert "pay 18.50 EUR back" in tasks(house)["refund_due"]
    assert "refund_granted" not in tasks(house)
    more = house.centre.do(grant_refund, SITE, order_id, 1791, "all of it", "case-2", "user:mona")
    assert isinstance(more, NotRecorded)
    assert (more.field, more.why) == ("amount", "expected an amount above zero, at most 17.90 EUR")
    mine = house.centre.do(grant_refund, SITE, order_id, 100, "x", NOT_SENT, "user:mona")
    assert isinstance(mine, NotRecorded)
    assert mine.field == "reference"


@pytest.mark.parametrize(("authorised", "words"), [(3640, "void the 13.50 EUR that are authorised"), (2290, "")])
def test_what_is_only_authorised_beyond_what_left_is_voided(house: House, authorised: int, words: str) -> None:
    asked = event(PaymentKind.AUTHORISED, 3640, "a")
    order = replace(ORDER, payment=Payment.AUTHORIZED, charged_minor=0, authorised_minor=3640, payments=(asked,))
    order_id = part_left(house, order)
    if authorised < 3640:
        pays(house, order_id, PaymentKind.VOIDED, 3640 - authorised, "v0")
    cancel(house, order_id)
    assert words in tasks(house).get("refund_due", "")
    assert ("refund_due" in tasks(house)) == bool(words)
    if words:
        pays(house, order_id, PaymentKind.CAPTURED, 2290, "c")
        assert words in tasks(house)["refund_due"], "what left is taken, and the rest is still open"
        pays(house, order_id, PaymentKind.VOIDED, 1350, "v")
    assert "refund_due" not in tasks(house)
    assert seen(house).due.back_minor == 0


def test_a_chargeback_of_what_left_is_told_once_and_a_refund_is_none(house: House) -> None:
    order_id = part_left(house, replace(ORDER, lines=LINES[:1], total_minor=2290, charged_minor=2290))
    pays(house, order_id, PaymentKind.REFUNDED, 100, "r1")
    assert tasks(house) == {}
    pays(house, order_id, PaymentKind.CHARGED_BACK, 2190, "d1")
    assert set(tasks(house)) == {"charged_back"}


def test_lines_taken_out_of_a_paid_order_name_what_it_costs_less(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 5}})
    order_id = house.take(ORDER).order_id
    assert tasks(house) == {}
    less = replace(ORDER, lines=LINES[:1], total_minor=2290, discount_minor=200)
    assert house.take(less).outcome == "changed"
    assert tasks(house)["refund_due"] == "Order #1 costs less now: pay 13.50 EUR back, and tell the customer."
    assert seen(house).due.back_minor == 1350
    pays(house, order_id, PaymentKind.REFUNDED, 1350, "r")
    assert (tasks(house), seen(house).due.back_minor) == ({}, 0)


def test_what_the_shop_lowers_after_a_part_left_is_not_paid_back_twice(house: House) -> None:
    order_id = part_left(house)
    cancel(house, order_id)
    house.take(replace(ORDER, total_minor=2290, discount_minor=200))
    assert seen(house).due.back_minor == 1350
    pays(house, order_id, PaymentKind.REFUNDED, 1350, "r")
    assert (seen(house).due.back_minor, "refund_due" in tasks(house)) == (0, False)


def test_a_shop_pays_back_what_it_cancelled_and_tells_of_it(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 20}, "CAP": {"A-2": 5}})
    house.take(ORDER)
    house.take(replace(ORDER, cancelled_at=START))
    assert (tasks(house), seen(house).due.back_minor) == ({}, 3640)
    house.take(replace(ORDER, cancelled_at=START, payment=Payment.REFUNDED, refunded_minor=3640))
    assert (tasks(house), seen(house).due.back_minor) == ({}, 0)
    assert seen(house).order.payment == "refunded"
