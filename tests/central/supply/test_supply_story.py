"""Sixty days of sales, a proposal, a purchase that comes in parts, backorders filled, and alerts told once each."""

import csv
import io
from datetime import date, timedelta

import msgspec

from app.central.audit import audit
from app.central.intake.changing.cancelling import cancel_order
from app.central.people.deeds import deeds
from app.central.supply.buying.incoming import incoming
from app.central.supply.buying.proposing import NotSupplied, approve_proposals, change_proposal, reject_proposal
from app.central.supply.buying.purchasing import as_csv, as_text, close_purchase, expect_on, see_purchase
from app.central.supply.buying.receiving import Arrival, Delivery, receive_delivery
from app.central.supply.figures import figures
from app.central.supply.looking import look, look_due
from app.central.supply.seeing import low
from app.central.supply.values import ProposalRow, PurchaseRow
from app.central.values import LevelRow
from app.domain.stock.supply.replenishment import Demand
from tests.central.house import SITE, House
from tests.central.supply.shop import MANAGER, Shop


def level(house: House, place: str = "A-1") -> LevelRow:
    with house.centre.read(SITE) as work:
        found = work.stock.level("TEE", place)
    assert found is not None
    return found


def delivery(number: str, units: int, key: str, **more: object) -> Delivery:
    return Delivery(purchase=number, location="A-1", quantity=units, key=key, sku="TEE", **more)  # type: ignore[arg-type]


def bought(house: House, shop: Shop) -> PurchaseRow:
    (proposal,) = shop.proposals()
    made = house.centre.do(approve_proposals, SITE, MANAGER, [proposal.proposal_id])
    assert isinstance(made, tuple), made
    return made[0]


def test_from_sixty_days_of_sales_to_the_last_box_of_the_purchase(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 200}, "CAP": {"A-2": 5}}, pack=12, moq=24)
    shop.days([2, 4] * 30)
    shop.look()
    with house.centre.read(SITE) as work:
        figure = figures(work, ["TEE"])["TEE"]
    assert figure.demand == Demand(units=180, squares=30 * (4 + 16), days=60)
    assert (figure.points.safety, figure.points.reorder_point) == (10, 40)
    assert (figure.available, figure.position, figure.cover_days) == (20, 20, 6)
    (proposal,) = shop.proposals()
    assert (proposal.sku, proposal.supplier, proposal.quantity) == ("TEE", "MILL", 48)
    assert "20 there" in proposal.words
    assert msgspec.json.decode(proposal.inputs)["demand"] == {"units": 180, "squares": 600, "days": 60}
    assert shop.alerts() == [("low_stock", "TEE")], "a cap nobody buys is not low"
    shop.order(20)
    waiting = shop.order(10)
    shop.look()
    assert shop.alerts() == [("low_stock", "TEE"), ("out_of_stock", "TEE")]
    (followed,) = shop.proposals()
    assert (followed.proposal_id, followed.quantity) == (proposal.proposal_id, 72)
    purchase = bought(house, shop)
    assert (purchase.number, purchase.state) == ("PO-00001", "open")
    assert purchase.expected_on == house.clock().date() + timedelta(days=10)
    with house.centre.read(SITE) as work:
        assert incoming(work, ["TEE", "CAP"]) == {"TEE": 72}
    shop.look()
    assert shop.proposals() == (), "what is on order is not ordered again"
    came = house.centre.do(receive_delivery, SITE, MANAGER, delivery("PO-00001", 24, "asn-1", damaged=4))
    assert isinstance(came, Arrival)
    assert (came.left, came.state, came.receipt.damaged) == (48, "open", 4)
    here = level(house)
    assert (here.on_hand, here.allocated, here.quarantined) == (44, 30, 4), "who waited has it, and nobody the damaged"
    with house.centre.read(SITE) as work:
        order = work.orders.by_ref(house.channel.channel_id, waiting)
        assert order is not None
        assert order.lifecycle == "accepted"
    again = house.centre.do(receive_delivery, SITE, MANAGER, delivery("PO-00001", 24, "asn-1", damaged=4))
    assert isinstance(again, Arrival)
    assert again.again
    assert level(house) == here
    assert shop.alerts() == [("low_stock", "TEE")], "there is some again, but not enough"
    last = house.centre.do(receive_delivery, SITE, MANAGER, delivery("PO-00001", 48, "asn-2"))
    assert isinstance(last, Arrival)
    assert (last.left, last.state) == (0, "received")
    assert shop.alerts() == []
    assert shop.alerts("recovered").count(("low_stock", "TEE")) == 1
    assert audit(house.centre, SITE) == ()
    told = [row.action for row in deeds(house.centre, 50) if row.action.startswith(("supply", "receipt"))]
    assert sorted(told) == ["receipt.enter", "receipt.enter", "supply.approve"]


def test_low_shows_what_is_low_with_all_that_is_known(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}})
    shop.days([3] * 20)
    shop.look()
    (row,) = low(house.centre, SITE, 10)
    assert (row.sku, row.available, row.cover_days, row.on_order) == ("TEE", 10, 3, 0)
    assert row.proposed == row.order_up_to - 10
    assert row.rate_milli == 3000
    assert low(house.centre, SITE, 10, after="TEE") == ()


def test_alerts_are_told_once_and_survive_a_restart_and_stand_in_the_feed_while_raised(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}})
    shop.days([3] * 20)
    for _ in range(3):
        shop.look()
    assert shop.alerts() == [("low_stock", "TEE")]

    def fed() -> int:
        with house.centre.read(SITE) as work:
            return sum(row.entity == "alert" and not row.deleted for row in work.feed.page(0, "", 1000))

    assert fed() == 1
    purchase = bought(house, shop)
    house.centre.do(receive_delivery, SITE, MANAGER, delivery(purchase.number, 500, "all"))
    shop.look()
    assert (shop.alerts(), shop.alerts("recovered"), fed()) == ([], [("low_stock", "TEE")], 0)
    with house.centre.read(SITE) as work:
        (over,) = work.tasks.open_of(cause="over_delivered")
    assert "more than were ordered" in over.reason


def test_a_person_changes_rejects_and_approves_and_every_deed_is_recorded(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}}, pack=6, moq=12)
    shop.days([3] * 20)
    shop.look()
    (proposal,) = shop.proposals()
    name = proposal.proposal_id
    for units, field in ((0, "quantity"), (13, "quantity"), (6, "quantity")):
        refused = house.centre.do(change_proposal, SITE, MANAGER, name, units, "")
        assert isinstance(refused, NotSupplied)
        assert refused.field == field
    changed = house.centre.do(change_proposal, SITE, MANAGER, name, 120, "a fair is coming")
    assert isinstance(changed, ProposalRow)
    shop.sell(1)
    shop.look()
    (kept,) = shop.proposals()
    assert (kept.quantity, kept.by_hand) == (120, 1), "what a person changed is left alone"
    assert isinstance(house.centre.do(reject_proposal, SITE, MANAGER, name, ""), NotSupplied)
    assert isinstance(house.centre.do(reject_proposal, SITE, MANAGER, name, "too dear", 5), ProposalRow)
    again = house.centre.do(approve_proposals, SITE, MANAGER, [name])
    assert isinstance(again, NotSupplied)
    assert "rejected by user:mira" in again.why
    shop.look()
    assert shop.proposals() == ()
    house.clock.move(timedelta(days=6))
    shop.look()
    assert len(shop.proposals()) == 1, "after its time it is proposed again"
    told = [row.action for row in deeds(house.centre, 50) if row.action.startswith("supply")]
    assert told == ["supply.reject", "supply.change"]


def test_a_purchase_is_late_once_moved_and_closed_short(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}})
    shop.days([3] * 20)
    shop.look()
    purchase = bought(house, shop)
    house.clock.move(timedelta(days=11))
    shop.look()
    shop.look()
    assert ("purchase_overdue", purchase.number) in shop.alerts()
    moved = house.centre.do(expect_on, SITE, MANAGER, purchase.number, house.clock().date() + timedelta(days=3))
    assert isinstance(moved, PurchaseRow)
    shop.look()
    assert ("purchase_overdue", purchase.number) not in shop.alerts()
    house.centre.do(receive_delivery, SITE, MANAGER, delivery(purchase.number, 1, "one"))
    closed = house.centre.do(close_purchase, SITE, MANAGER, purchase.number, "the mill burnt down")
    assert isinstance(closed, PurchaseRow)
    assert closed.state == "closed"
    with house.centre.read(SITE) as work:
        assert incoming(work, ["TEE"]) == {}
    assert len(shop.proposals()) == 1, "what did not come is proposed anew at once"


def test_a_purchase_for_the_supplier_has_no_formulas_and_names_what_it_wants(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}}, supplier_sku="=2+3", pack=5)
    shop.days([3] * 20)
    shop.look()
    purchase = bought(house, shop)
    whole = see_purchase(house.centre, SITE, purchase.number)
    assert whole is not None
    (row,) = csv.DictReader(io.StringIO(as_csv(whole).decode()))
    assert (row["purchase"], row["sku"], row["supplier_sku"]) == (purchase.number, "TEE", "'=2+3")
    assert int(row["packs"]) * 5 == int(row["quantity"])
    letter = as_text(whole, "Demo")
    assert "The Mill" in letter
    assert f"{row['quantity']} x TEE" in letter


def test_deliveries_that_are_wrong_name_their_field_and_move_nothing(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 70}, "CAP": {"A-2": 1}})
    shop.days([3] * 20)
    shop.look()
    number = bought(house, shop).number
    before = level(house)
    cases = {
        "purchase": delivery("PO-9", 1, "k"),
        "quantity": delivery(number, 0, "k"),
        "damaged": delivery(number, 2, "k", damaged=3),
        "key": delivery(number, 1, ""),
        "lot": delivery(number, 1, "k", lot="L1"),
        "location": Delivery(purchase=number, location="Z-9", quantity=1, key="k", sku="TEE"),
        "sku": Delivery(purchase=number, location="A-1", quantity=1, key="k", sku="CAP"),
        "scanned": Delivery(purchase=number, location="A-1", quantity=1, key="k", scanned="what"),
    }
    for field, given in cases.items():
        refused = house.centre.do(receive_delivery, SITE, MANAGER, given)
        assert isinstance(refused, NotSupplied), field
        assert refused.field == field
    assert level(house) == before
    whole = see_purchase(house.centre, SITE, number)
    assert whole is not None
    assert (whole.receipts, [line.received for line in whole.lines]) == ((), [0])


def test_demand_is_of_the_sites_days_also_when_its_clocks_change(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 90}})
    house.clock.at = house.clock().replace(month=10, day=24, hour=21, minute=59)  # 23:59 in Berlin, the 24th
    shop.sell(1)
    house.clock.move(timedelta(minutes=2))  # 00:01 on the day of 25 hours
    shop.sell(2)
    house.clock.move(timedelta(hours=24, minutes=30))  # 23:31 of the same day
    shop.sell(4)
    house.clock.move(timedelta(days=3))
    shop.look()
    shop.look()
    with house.centre.read(SITE) as work:
        daily = sorted((day, units) for _, day, units in work.supply.demand.daily(["TEE"], date(2026, 1, 1)))
        assert daily == [(date(2026, 10, 24), 1), (date(2026, 10, 25), 6)]
        assert work.supply.demand.state().filled_until == date(2026, 10, 27)


def test_what_customers_give_up_on_was_wanted(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 0}})
    taken = shop.order(7)
    with house.centre.read(SITE) as work:
        order = work.orders.by_ref(house.channel.channel_id, taken)
    assert order is not None
    house.centre.do(cancel_order, SITE, order.order_id, "waited too long")
    house.clock.move(timedelta(days=1))
    with house.centre.read(SITE) as work:
        assert figures(work, ["TEE"])["TEE"].demand.units == 7


def test_a_look_goes_in_steps_and_is_due_only_now_and_then(house: House) -> None:
    shop = Shop(house, {"TEE": {"A-1": 5}})
    assert look_due(house.centre, SITE)
    steps = 0
    while house.centre.do(look, SITE):
        steps += 1
    assert steps == 1
    assert not look_due(house.centre, SITE)
    assert not house.centre.do(look, SITE)
    house.clock.move(timedelta(minutes=16))
    assert look_due(house.centre, SITE)
    assert shop.proposals() == ()
