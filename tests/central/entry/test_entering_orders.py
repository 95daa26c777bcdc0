"""Orders entered at the desk, on both engines: once per form, paid as entered, handed over with nothing left behind."""

from dataclasses import replace

from app.central.audit import audit
from app.central.desk.standing import order_seen
from app.central.entry.looking import customers, offered, outlook, products_named, scanned
from app.central.entry.placing import place_order
from app.central.entry.receipts import receipt_of
from app.central.entry.values import DeskOrder, Entered, EntryLine, NotEntered
from app.central.money.policies import set_channel_policy
from app.central.people.actors import Actor
from app.central.stock.limiting import Limits, limit
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.parcels import PostalAddress
from tests.central.house import SITE, House

CLERK = Actor(kind="user", id="u-1", name="tom")
LENA = PostalAddress(
    name="Lena Brandt", street="Weststraße 7", postcode="50667", city="Köln", country="DE", phone="+49 171 5550101"
)


def desk_order(units: int = 2, **changes: object) -> DeskOrder:
    usual = DeskOrder(
        token="0" * 32,
        kind="phone",
        recipient=LENA,
        email="lena@example.com",
        currency="EUR",
        lines=(EntryLine(sku="TEE-M", quantity=units, price_minor=1990),),
        service="standard",
        taken_along=False,
        method="card",
        reference="slip 1",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def counter(units: int = 2, **changes: object) -> DeskOrder:
    cash = {"kind": "counter", "taken_along": True, "method": "cash", "reference": "", "given_minor": 10_000}
    return desk_order(units, **{**cash, **changes})


def place(house: House, order: DeskOrder) -> Entered:
    done = house.centre.do(place_order, SITE, CLERK, order)
    assert isinstance(done, Entered), done
    return done


def refused(house: House, order: DeskOrder) -> NotEntered:
    done = house.centre.do(place_order, SITE, CLERK, order)
    assert isinstance(done, NotEntered), done
    with house.centre.read(SITE) as work:
        assert sum(work.orders.totals().values()) == 0
    return done


def test_an_order_is_taken_paid_and_promised_once(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    first = place(house, desk_order())
    assert (first.number, first.lifecycle, first.holds) == ("P-1001", "accepted", ())
    again = place(house, desk_order())
    assert again == replace(first, again=True)
    with house.centre.read(SITE) as work:
        order = work.orders.order(first.order_id)
        assert order is not None
        assert (order.payment, order.charged_minor, order.total_minor) == ("charged", 3980, 3980)
        assert len(work.deeds.page(9, None, None, action="order.enter")) == 1
    assert place(house, desk_order(1, token="1" * 32, reference="slip 2")).number == "P-1002"


def test_what_is_taken_along_leaves_the_stock_at_once_and_the_books_agree(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1, "A-2": 4}})
    done = place(house, counter(5))
    assert done.lifecycle == "closed"
    with house.centre.read(SITE) as work:
        assert [level.on_hand for level in work.stock.levels("TEE-M")] == [0, 0]
        assert all(line.shipped == line.quantity for line in work.orders.lines(done.order_id))
    assert not audit(house.centre, SITE)
    receipt = house.centre.do(receipt_of, SITE, done.order_id)
    assert receipt is not None
    assert (receipt.total_minor, receipt.paid_minor, receipt.given_minor) == (9950, 9950, 10_000)
    assert receipt.clerk == "tom"


def test_nothing_is_stored_of_what_can_not_be_taken(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 3}})
    for order, field in (
        (counter(4), "lines.0.quantity"),
        (counter(given_minor=1), "given"),
        (counter(method="invoice", customer="acme"), "method"),
        (counter(kind="phone"), "delivery"),
        (desk_order(4, policy=FulfilmentPolicy.ALL_OR_CANCEL), "policy"),
        (desk_order(0), "lines.0.quantity"),
        (desk_order(lines=()), "add"),
        (desk_order(lines=(EntryLine(sku="NO", quantity=1, price_minor=1),)), "lines.0.sku"),
        (desk_order(reference=""), "reference"),
        (desk_order(currency="EUX"), "currency"),
        (desk_order(token="guessed"), "token"),
        (desk_order(discount_minor=99_999), "discount"),
        (desk_order(service="by drone"), "service"),
    ):
        assert refused(house, order).field == field, order


def test_an_unpaid_order_is_held_and_a_short_one_waits(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 1}})
    done = place(house, desk_order(2, method="transfer"))
    assert {hold.reason.value for hold in done.holds} == {"payment", "stock"}


def test_products_and_customers_are_found_at_this_site(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    place(house, desk_order(2))
    assert house.centre.do(scanned, SITE, "tee-m") == ("TEE-M", 1)
    (found,) = [one for one in house.centre.do(products_named, SITE, "tee-m", "EUR") if one.sku == "TEE-M"]
    assert (found.free, found.price_minor) == (3, 1990)
    (lena,) = house.centre.do(customers, SITE, "0171 5550101")
    assert (lena.to, lena.email, lena.orders) == (LENA, "lena@example.com", 1)
    assert house.centre.do(customers, SITE, "nobody") == ()


def test_a_channel_that_oversells_is_offered_what_may_be_promised_ahead(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 2, "A-2": 1}})
    assert house.centre.do(limit, SITE, Limits(sku="TEE-M", location="A-2", backorder_limit=4), CLERK) is None
    place(house, desk_order(1))
    for kind, ahead in (("phone", 0), ("counter", 0)):
        one = house.centre.do(offered, SITE, "TEE-M", "EUR", kind)
        assert one is not None
        assert (one.free, one.ahead) == (2, ahead)
    house.centre.do(set_channel_policy, SITE, "phone", {"oversell": True})
    (found,) = house.centre.do(products_named, SITE, "tee", "EUR", "phone")
    assert (found.free, found.ahead) == (2, 4)
    (other,) = house.centre.do(products_named, SITE, "tee", "EUR", "counter")
    assert (other.free, other.ahead) == (2, 0), "a channel that was never made, or never allowed, oversells nothing"
    done = place(house, desk_order(5, token="1" * 32, reference="slip 2"))
    assert (done.lifecycle, done.holds) == ("accepted", ())
    left = house.centre.do(
        outlook, SITE, (EntryLine(sku="TEE-M", quantity=1, price_minor=1),), "EUR", "", None, "", "phone"
    )
    assert (left.products["TEE-M"].free, left.products["TEE-M"].ahead) == (0, 1)
    seen = order_seen(house.centre, SITE, done.order_id)
    assert seen is not None
    assert seen.row.step.pills == (("care", "promised ahead"),)
    assert seen.row.step.words == "Waits for stock it is promised ahead: 3 x TEE-M. Goes on by itself."
    assert not seen.row.step.needs_person
