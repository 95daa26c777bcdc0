"""An audit finds every counter that drifted, says what it should be, and repairs it on record; lots and serials too."""

from typing import Any

from sqlalchemy import text

from app.central.audit import audit
from app.central.auditing.repairing import apply, propose
from app.central.people.actors import CENTRE
from app.central.stock.moving import By, Units
from app.central.stock.receiving import receive
from app.central.work.release import sweep
from app.domain import facts
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking


def damage(house: House, statement: str) -> None:
    """Write into the database behind the centre's back."""

    def verb(centre: Any) -> None:
        with house.centre.begin(SITE) as work:
            work.connection.execute(text(statement))

    house.centre.do(verb)


def repair(house: House) -> list[bool]:
    found = audit(house.centre, SITE)
    return [house.centre.do(apply, SITE, one, CENTRE, "a test broke it").done for one in propose(found)]


def test_counters_that_drifted_are_told_and_repaired(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}, "CAP": {"A-2": 9}})
    house.take(new_order("#1", [("TEE", 2)]))
    damage(house, "UPDATE stock_level SET on_hand = 7, allocated = 4, unavailable = 1 WHERE sku = 'TEE'")
    damage(house, "UPDATE order_line SET allocated = 1 WHERE sku = 'TEE'")
    found = audit(house.centre, SITE)
    assert sorted(str(drift).partition(" of ")[0] for drift in found) == [
        "allocated", "allocated", "on_hand", "unavailable",
    ]  # fmt: skip
    proposals = propose(found)
    assert [(one.of, one.by_hand) for one in proposals] == [("level", False), ("line", False)]
    assert "counter 7, should be 9" in proposals[0].what
    assert repair(house) == [True, True]
    assert audit(house.centre, SITE) == ()
    with house.centre.read(SITE) as read:
        newest = read.stock.history("TEE", "A-1")[0]
    assert (newest.kind, newest.cause, newest.reason) == ("adjusted", "audit", "a test broke it")
    assert house.centre.do(apply, SITE, proposals[0], CENTRE, "again").why == "it is right by now"


def test_a_ledger_that_lost_a_promise_is_mended_by_a_movement(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}})
    house.take(new_order("#1", [("TEE", 2)]))
    damage(house, "DELETE FROM stock_ledger WHERE kind = 'allocated'")
    assert [drift.where.partition(" of ")[0] for drift in audit(house.centre, SITE)] == ["ledger"]
    assert repair(house) == [True]
    assert audit(house.centre, SITE) == ()


def test_what_a_program_can_not_know_is_left_to_a_person(house: House) -> None:
    house.stock({"TEE": {"A-1": 9}})
    house.take(new_order("#1", [("TEE", 2)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    work = claim(bench)
    bench.tell(*picking(work), *packing(work, blocks_of(bench)[0]))
    assert audit(house.centre, SITE) == ()
    damage(house, "UPDATE parcel_line SET quantity = 3")
    (proposal,) = propose(audit(house.centre, SITE))
    assert proposal.by_hand
    assert not house.centre.do(apply, SITE, proposal, CENTRE, "no").done


def test_a_bench_that_names_another_lot_moves_the_promise_and_a_number_is_used_once(house: House) -> None:
    house.stock({"TEE": {"A-1": 0}})
    damage(house, "UPDATE product SET tracks_lot = 1, tracks_serial = 1 WHERE sku = 'TEE'")
    for lot in ("L1", "L2"):
        units = Units(sku="TEE", location="A-1", quantity=2, lot=lot, serials=(f"{lot}-1", f"{lot}-2"))
        house.centre.do(receive, SITE, units, By(who="dora", why="", key=lot))
    house.take(new_order("#1", [("TEE", 2)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    work = claim(bench)
    told = picking(work)
    picks = [n for n, body in enumerate(told) if isinstance(body, facts.ItemPicked)]
    assert len(picks) == 1
    told[picks[0]] = _with(told[picks[0]], lot="L2")
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    with house.centre.read(SITE) as read:
        levels = {level.lot: level.allocated for level in read.stock.levels("TEE") if level.lot}
    assert levels == {"L1": 0, "L2": 2}
    packed = packing(work, blocks_of(bench)[0])
    at = next(n for n, body in enumerate(packed) if isinstance(body, facts.ItemPacked))
    packed[at] = _with(packed[at], serials=("L2-1", "L2-2"))
    assert {row.verdict for row in bench.tell(*packed)} == {"applied"}
    with house.centre.read(SITE) as read:
        found = read.lots.serials("TEE", ["L2-1", "L2-2", "L1-1"])
    assert {number: row.state for number, row in found.items()} == {
        "L2-1": "shipped", "L2-2": "shipped", "L1-1": "stock",
    }  # fmt: skip
    house.take(new_order("#2", [("TEE", 1)]))
    house.centre.do(sweep, SITE)
    work = claim(bench)
    bench.tell(*picking(work))
    twice = next(body for body in packing(work, blocks_of(bench)[0], 5) if isinstance(body, facts.ItemPacked))
    (row,) = bench.tell(_with(twice, serials=("L2-1",)))
    assert (row.verdict, "captured before" in row.reason) == ("applied_with_task", True)
    assert audit(house.centre, SITE) == ()


def _with(body: Any, **changes: object) -> Any:
    return type(body)(**{name: getattr(body, name) for name in body.__dataclass_fields__} | changes)
