"""Counts, lots, serials and limits: what is found or arrives is promised in turn, and no promise is broken."""

from datetime import date, timedelta

from app.central.audit import audit
from app.central.intake.changes import retry_stock
from app.central.stock.correcting import adjust, quarantine, scrap
from app.central.stock.moving import NotMoved
from app.central.stock.receiving import Received, receive
from app.central.warehouse.counts import import_stock
from app.central.warehouse.records import Count
from app.domain.stock.movements import Movement
from sync.protocol import sha256
from tests.central.house import SITE, House, new_order
from tests.central.stock.tees import by, counters, level, tees


def test_a_count_taken_before_picks_respects_them(house: House) -> None:
    house.stock({"TEE": {"A-1": 10}})
    version, taken_at = level(house).version, house.clock()
    house.clock.move(timedelta(minutes=5))
    house.centre.do(scrap, SITE, tees(3), by("1", "torn"))
    count = Count(line=2, location="A-1", sku="TEE", quantity=9, version=version)
    house.centre.do(import_stock, SITE, "c.csv", sha256(b"v"), [count])
    assert counters(house)[0] == 6, "one was missing when it was counted, three left since"
    timed = Count(line=2, location="A-1", sku="TEE", quantity=10, taken_at=taken_at)
    house.centre.do(import_stock, SITE, "c.csv", sha256(b"t"), [timed])
    assert counters(house)[0] == 6
    assert audit(house.centre, SITE) == ()


def test_a_count_leaves_quarantine_alone_and_finds_what_was_put_aside(house: House) -> None:
    house.stock({"TEE": {"A-1": 10}})
    house.centre.do(quarantine, SITE, tees(4), by("1"))
    house.stock({"TEE": {"A-1": 9}}, "second")
    assert counters(house) == (9, 0, 4, 4)
    bad = house.centre.do(
        import_stock, SITE, "c.csv", sha256(b"low"), [Count(line=2, location="A-1", sku="TEE", quantity=1)]
    )
    assert "count again" in str(bad.bad[0])
    assert counters(house) == (4, 0, 4, 4)


def test_lots_go_by_their_expiry_and_a_recalled_one_stays(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}, "CAP": {"A-2": 0}})
    today = house.clock().date()

    def track(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            track = work.lots.track("TEE")
            assert track is not None
            flags = {"tracks_lot": 1, "tracks_serial": 0, "tracks_expiry": 1, "min_days": 5, "whole_cases": 0}
            assert work.lots.set_track(type(track)(sku="TEE", kit=0, **flags))

    house.centre.do(track)
    refused = house.centre.do(receive, SITE, tees(2), by("0"))
    assert isinstance(refused, NotMoved)
    assert refused.field == "lot"
    refused = house.centre.do(receive, SITE, tees(2, lot="L1"), by("0"))
    assert isinstance(refused, NotMoved)
    assert refused.field == "expiry"

    def get(lot: str, days: int, where: str = "A-1") -> None:
        expiry = today + timedelta(days=days)
        assert house.centre.do(receive, SITE, tees(2, where, lot=lot), by(lot), "each", expiry) == Received(2)

    for lot, days in (("LATE", 60), ("SOON", 20), ("OLD", 4)):
        get(lot, days, "A-2" if lot == "SOON" else "A-1")
    wrong = house.centre.do(receive, SITE, tees(2, lot="SOON"), by("9"), "each", date(2030, 1, 1))
    assert isinstance(wrong, NotMoved)
    house.take(new_order("#1", [("TEE", 3)]))
    assert (level(house, "A-2", "SOON").allocated, level(house, "A-1", "LATE").allocated) == (2, 1)
    assert house.take(new_order("#2", [("TEE", 2)])).lifecycle == "submitted", "five good days must be left"

    def recall(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            assert work.lots.set_state("TEE", "LATE", "recalled")

    house.centre.do(recall)
    assert house.take(new_order("#3", [("TEE", 1)])).lifecycle == "submitted"
    assert audit(house.centre, SITE) == ()


def test_a_serial_number_is_received_once(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    assert house.centre.do(receive, SITE, tees(2, serials=("S1", "S2")), by("1")) == Received(2)
    refused = house.centre.do(receive, SITE, tees(1, serials=("S2",)), by("2"))
    assert isinstance(refused, NotMoved)
    assert "S2" in refused.why
    assert counters(house)[0] == 2


def test_every_way_of_arriving_gives_it_to_who_waits_first(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    old = house.take(new_order("#1", [("TEE", 3)]))
    young = house.take(new_order("#2", [("TEE", 1)]))
    house.centre.do(receive, SITE, tees(2), by("1"))
    assert counters(house) == (2, 0, 0, 0), "the young order does not pass the old one"
    house.centre.do(adjust, SITE, tees(1), 1, by("2", "behind the shelf"))
    assert counters(house) == (3, 3, 0, 0)
    house.centre.do(receive, SITE, tees(1), by("3"))
    assert counters(house) == (4, 4, 0, 0)
    assert house.centre.do(retry_stock, SITE) == 0
    with house.centre.read(SITE) as read:
        rows = [read.orders.order(taken.order_id) for taken in (old, young)]
        assert [row.lifecycle for row in rows if row] == ["accepted", "accepted"]


def test_levels_that_moved_are_found_until_they_are_published(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}, "CAP": {"A-2": 5}})

    def publish(centre: object) -> list[str]:
        with house.centre.begin(SITE) as work:
            return [row.sku for row in work.stock.unpublished(10) if work.stock.published(row)]

    assert house.centre.do(publish) == ["CAP", "TEE"]
    assert house.centre.do(publish) == []
    house.take(new_order("#1", [("TEE", 1)]))
    assert house.centre.do(publish) == ["TEE"]


def test_safety_stock_is_never_promised_and_limits_never_break_promises(house: House) -> None:
    house.stock({"TEE": {"A-1": 5}})

    def limits(centre: object, safety: int, beyond: int) -> bool:
        with house.centre.begin(SITE) as work:
            return work.stock.set_limits("TEE", "A-1", "", safety, beyond)

    assert house.centre.do(limits, 3, 0)
    assert house.take(new_order("#1", [("TEE", 3)])).lifecycle == "submitted"
    assert house.take(new_order("#2", [("TEE", 2)])).lifecycle == "accepted"


def test_the_ledger_knows_every_kind(house: House) -> None:
    assert {kind.value for kind in Movement} >= {
        "received", "allocated", "released", "picked", "picked_short", "shipped", "returned", "restocked", "scrapped",
        "adjusted", "counted", "transferred", "found", "put_aside", "reserved", "unreserved", "converted",
    }  # fmt: skip
