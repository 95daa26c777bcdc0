"""The verbs of stock: each moves its counters and its ledger once, refuses in words, and the books add up."""

from app.central.audit import audit
from app.central.intake.changing.cancelling import cancel_order
from app.central.stock.correcting import adjust, put_back, quarantine, scrap, unquarantine
from app.central.stock.moving import NotMoved, Units
from app.central.stock.receiving import Received, receive
from app.central.stock.returns.returning import Inspection, inspect, take_returned
from app.central.stock.transferring import Arrived, Sent, arrive, send, transfer
from app.central.warehouse.counts import import_stock
from app.central.warehouse.imports import import_packaging
from app.central.warehouse.records import Count, Package
from app.central.work.release import sweep
from sync.protocol import sha256
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import claim, picking
from tests.central.stock.tees import WHO, by, counters, level, place, tees


def test_receiving_happens_once_under_its_key_and_says_who_and_why(house: House) -> None:
    house.stock({"TEE": {"A-1": 2}})
    assert house.centre.do(receive, SITE, tees(5), by("asn-1")) == Received(5)
    assert house.centre.do(receive, SITE, tees(5), by("asn-1")) == Received(5, again=True)
    assert counters(house) == (7, 0, 0, 0)
    with house.centre.read(SITE) as read:
        newest = read.stock.history("TEE", "A-1")[0]
    assert (newest.kind, newest.quantity, newest.actor, newest.reason) == ("received", 5, WHO, "as found")
    assert newest.version == level(house).version
    assert audit(house.centre, SITE) == ()


def test_receiving_in_cases_counts_units_and_refuses_broken_ones(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    case = Package(line=2, sku="TEE", level="case", gtin="00000000000017", units=6)
    house.centre.do(import_packaging, SITE, "packaging.csv", [case])
    assert house.centre.do(receive, SITE, tees(2), by("1"), "case") == Received(12)
    refused = house.centre.do(receive, SITE, tees(2), by("2"), "pallet")
    assert isinstance(refused, NotMoved)
    assert refused.field == "quantity"

    def whole_cases(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            track = work.lots.track("TEE")
            assert track is not None
            work.lots.set_track(type(track)(sku="TEE", kit=0, tracks_lot=0, tracks_serial=0, tracks_expiry=0,
                                            min_days=0, whole_cases=1))  # fmt: skip

    house.centre.do(whole_cases)
    refused = house.centre.do(receive, SITE, tees(7), by("3"))
    assert isinstance(refused, NotMoved)
    assert "only whole cases" in refused.why
    count = [Count(line=2, location="A-1", sku="TEE", quantity=3, level="case")]
    assert house.centre.do(import_stock, SITE, "c.csv", sha256(b"cases"), count).bad == ()
    assert counters(house)[0] == 18
    bad = house.centre.do(
        import_stock, SITE, "c.csv", sha256(b"odd"), [Count(line=2, location="A-1", sku="TEE", quantity=7)]
    )
    assert "only whole cases" in str(bad.bad[0])


def test_refusals_name_the_field_and_move_nothing(house: House) -> None:
    house.stock({"TEE": {"A-1": 3}})
    cases = {
        "quantity": tees(0),
        "sku": Units(sku="NOPE", location="A-1", quantity=1),
        "location": tees(1, "Z-9"),
        "lot": tees(1, lot="L1"),
        "serials": tees(2, serials=("S1",)),
    }
    for field, units in cases.items():
        refused = house.centre.do(receive, SITE, units, by(field))
        assert isinstance(refused, NotMoved), field
        assert refused.field == field
    assert counters(house) == (3, 0, 0, 0)


def test_adjusting_needs_a_reason_and_never_takes_what_is_promised(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})
    house.take(new_order("#1", [("TEE", 4)]))
    refused = house.centre.do(adjust, SITE, tees(2), -2, by("1"))
    assert isinstance(refused, NotMoved)
    assert "4 promised" in refused.why
    refused = house.centre.do(adjust, SITE, tees(1), -1, by("2", ""))
    assert isinstance(refused, NotMoved)
    assert refused.field == "why"
    assert house.centre.do(adjust, SITE, tees(1), -1, by("3", "torn")) is None
    assert house.centre.do(adjust, SITE, tees(1), -1, by("3", "torn")) is None
    assert counters(house) == (4, 4, 0, 0)
    assert audit(house.centre, SITE) == ()


def test_quarantined_units_are_not_for_sale_until_let_go_or_scrapped(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})
    assert house.centre.do(quarantine, SITE, tees(3), by("1")) is None
    assert house.take(new_order("#1", [("TEE", 3)])).lifecycle == "submitted"
    assert house.centre.do(scrap, SITE, tees(1), by("2", "mouldy")) is None
    assert counters(house) == (4, 0, 2, 2)
    assert house.centre.do(unquarantine, SITE, tees(2), by("3")) is None
    assert counters(house) == (4, 3, 0, 0), "the waiting order was given its units at once"
    assert isinstance(house.centre.do(scrap, SITE, tees(2), by("4", "all wet")), NotMoved)
    assert house.centre.do(scrap, SITE, tees(1), by("5", "all wet")) is None
    assert counters(house) == (3, 3, 0, 0)
    assert audit(house.centre, SITE) == ()


def test_a_transfer_in_one_step_and_one_in_flight(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}, "CAP": {"A-2": 1}})
    assert house.centre.do(transfer, SITE, tees(2), "A-2", by("1")) is None
    assert (counters(house)[0], counters(house, "A-2")[0]) == (7, 2)
    sent = house.centre.do(send, SITE, tees(4), "A-2", by("2"))
    assert isinstance(sent, Sent)
    assert house.centre.do(send, SITE, tees(4), "A-2", by("2")) == sent
    assert house.take(new_order("#1", [("TEE", 6)])).lifecycle == "submitted", "units in flight are not for sale"
    assert house.centre.do(arrive, SITE, sent.transfer_id, 3, by("3")) == Arrived(3, 4)
    with house.centre.read(SITE) as read:
        assert [row.arrived for row in read.transfers.in_flight()] == [3]
        assert read.transfers.flying("TEE") == 1
    assert isinstance(house.centre.do(arrive, SITE, sent.transfer_id, 2, by("4")), NotMoved)
    assert house.centre.do(arrive, SITE, sent.transfer_id, 1, by("5")) == Arrived(4, 4)
    with house.centre.read(SITE) as read:
        assert read.transfers.in_flight() == ()
        assert sum(row.on_hand for row in read.stock.levels("TEE")) == 9
        assert sum(row.allocated for row in read.stock.levels("TEE")) == 6, (
            "given to who waited as soon as it was enough"
        )
    assert audit(house.centre, SITE) == ()


def test_nothing_goes_into_a_closed_place_and_nothing_is_promised_of_a_blocked_one(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}, "CAP": {"A-2": 1}})

    def state(centre: object, code: str, name: str) -> None:
        with house.centre.begin(SITE) as work:
            assert work.lots.set_place_state(code, name)

    house.centre.do(state, "A-2", "closed")
    refused = house.centre.do(transfer, SITE, tees(2), "A-2", by("1"))
    assert isinstance(refused, NotMoved)
    assert "closed" in refused.why
    house.centre.do(state, "A-1", "blocked")
    assert house.take(new_order("#1", [("TEE", 1)])).lifecycle == "submitted"


def test_only_pick_and_reserve_places_sell(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    place(house, "IN-1", "receiving")
    assert house.centre.do(receive, SITE, tees(5, "IN-1"), by("1")) == Received(5)
    assert house.take(new_order("#1", [("TEE", 1)])).lifecycle == "submitted"
    assert house.centre.do(transfer, SITE, tees(5, "IN-1"), "A-1", by("2")) is None
    assert counters(house) == (5, 1, 0, 0)


def test_put_aside_units_go_back_for_sale_without_a_count(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE", 3)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    bench.tell(*picking(claim(bench)))
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    assert counters(house) == (5, 0, 3, 0)
    assert house.centre.do(put_back, SITE, tees(2), by("1")) is None
    assert isinstance(house.centre.do(put_back, SITE, tees(2), by("2")), NotMoved)
    assert house.centre.do(put_back, SITE, tees(1), by("3")) is None
    assert counters(house) == (5, 0, 0, 0)
    assert audit(house.centre, SITE) == ()


def test_a_returned_unit_is_restocked_only_by_its_inspection_and_once(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})
    assert house.centre.do(take_returned, SITE, "rma-1/1", tees(3), WHO) is None
    assert house.centre.do(take_returned, SITE, "rma-1/1", tees(3), WHO) is None
    assert counters(house) == (8, 0, 3, 3)
    assert isinstance(house.centre.do(unquarantine, SITE, tees(1), by("1")), NotMoved)
    found = Inspection(line="rma-1/1", restock=1, scrap=1)
    assert isinstance(house.centre.do(inspect, SITE, Inspection(line="rma-1/1", restock=3, scrap=1), WHO), NotMoved)
    assert house.centre.do(inspect, SITE, found, WHO) is None
    again = house.centre.do(inspect, SITE, found, WHO)
    assert isinstance(again, NotMoved)
    assert "inspected before" in again.why
    assert counters(house) == (7, 0, 1, 1)
    assert house.centre.do(unquarantine, SITE, tees(1), by("2")) is None, "what was looked at and kept apart"
    assert isinstance(house.centre.do(inspect, SITE, Inspection(line="rma-9", restock=0, scrap=0), WHO), NotMoved)
    assert audit(house.centre, SITE) == ()
