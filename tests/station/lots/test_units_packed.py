"""Lots and serial numbers at packing: what was picked goes in, each number once, and the parcel says what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import UsedSerial, unit_name
from app.domain.facts import CartonClosed, ItemPacked, ItemShortPicked, UnitRemoved
from app.domain.floor.labelling import PaperJob
from app.domain.floor.pack_tracing import TakenSerial
from app.domain.floor.verdicts import Verdict
from app.station.bench import Ask, Step
from tests.station.floor import Floor
from tests.station.goods import ADA, badge, order, place, tote
from tests.station.lots.medicines import EARLY, LATE, LOTS, ORDER, everything, phone, syrup, work


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Floor]:
    """Two bottles of the early lot, one of the late one and two phones stand in the tote, opened at the bench."""
    floor = Floor(tmp_path / "bench")
    floor.deliver(*everything(work(late=1)))
    floor.do(badge(ADA), tote("T-01"), place("D-01-1"), syrup("L-01"), syrup("L-01"), syrup("L-02"))
    floor.do(place("D-02-1"), phone(), phone("A1"), tote("T-01"))
    yield floor
    floor.close()


def packed(floor: Floor) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(fact.body.sku, fact.body.lot, fact.body.serials) for fact in floor.told(ItemPacked)]


def test_the_parcel_says_its_lots_and_numbers(bench: Floor) -> None:
    assert bench.view.pack is not None
    assert bench.view.pack.lot is not None
    assert bench.view.pack.lot.lot == "L-01"
    bench.do(syrup("L-01"), syrup("L-02"), syrup("L-01"), phone("A1"))
    assert bench.view.pack.lot is not None
    assert bench.view.pack.lot.note == "Scan the serial number of each unit"
    bench.do(phone("A2"))
    (closed,) = bench.told(CartonClosed)
    inside = {(line.sku, line.lot): (line.quantity, line.serials) for line in closed.body.contents}
    assert inside == {
        ("SYRUP", "L-01"): (2, ()),
        ("SYRUP", "L-02"): (1, ()),
        ("PHONE", ""): (2, ("A1", "A2")),
    }
    slip = next(job for job in bench.all(PaperJob) if job.paper == "slip").payload
    for text in (b"Lot L-01 ", b"use by 2026-06-01", b"Lot L-02", b"Serial A1", b"Serial A2"):
        assert text in slip, text


def test_a_bare_code_asks_while_two_lots_are_left_and_knows_the_last_one(bench: Floor) -> None:
    assert bench.scan(syrup()).said == "which_lot_packed"
    assert bench.bench.ask is Ask.PACK_LOT
    bench.do("REASON_2")
    assert bench.view.choice is None
    bench.do(syrup(), syrup())
    assert [lot for _, lot, _ in packed(bench)] == ["L-02", "L-01", "L-01"]
    assert bench.scan(syrup("L-01")).said == "all_packed"


def test_a_lot_that_was_not_picked_stays_out(bench: Floor) -> None:
    bench.deliver(replace(LOTS, lots=(*LOTS.lots, replace(LATE, lot="L-03"))))
    outcome = bench.scan(syrup("L-03"))
    assert (outcome.verdict, outcome.said) == (Verdict.WRONG_ITEM, "lot_not_picked")
    bench.do("OK", syrup("L-02"))
    assert bench.scan(syrup("L-02")).said == "lot_packed"
    bench.do("OK")
    bench.deliver(replace(LOTS, lots=(replace(EARLY, recalled=True), LATE)))
    assert bench.scan(syrup("L-01")).said == "lot_recalled"
    bench.do("OK", "SHORT", "REASON_1")
    assert [(fact.body.lot, fact.body.quantity) for fact in bench.told(ItemShortPicked)] == [("L-01", 2)]


def test_a_bare_code_waits_for_the_number_and_takes_any_form_of_it(bench: Floor) -> None:
    bench.do(syrup("L-01"), syrup("L-01"), syrup("L-02"))
    assert bench.scan(phone()).said == "serial_wanted"
    assert bench.view.bar is not None
    assert bench.view.bar.title == "Now scan its serial number"
    bench.do("SN-77/a")
    assert bench.scan(phone()).said == "serial_wanted"
    assert bench.scan("SN-77/a").said == "serial_in_box"
    bench.do("OK", "UNDO")
    assert packed(bench)[-1] == ("PHONE", "", ("SN-77/a",)), "undo forgot the question, not the unit"
    bench.scan(phone())
    assert not bench.scan("]C121XYZ-5").refused
    assert packed(bench)[-1] == ("PHONE", "", ("XYZ-5",))
    assert bench.step() is Step.LABEL


def test_a_number_is_never_taken_twice(bench: Floor) -> None:
    bench.deliver(UsedSerial(unit=unit_name("PHONE", "GONE-1"), order_id="o-1", order="#1001", shipped=True))
    outcome = bench.scan(phone("GONE-1"))
    assert (outcome.verdict, outcome.said, outcome.expected) == (Verdict.ALREADY_DONE, "serial_used", "#1001")
    assert bench.view.refusal is not None
    assert "#1001" in bench.view.refusal.orders[0]
    bench.do("OK", phone("A1"))
    assert bench.scan(phone("A1")).said == "serial_in_box"
    bench.do("OK", "UNDO")
    assert [fact.body.serials for fact in bench.told(UnitRemoved)] == [("A1",)]
    bench.do(phone("A1"))
    assert [taken.unit for taken in bench.all(TakenSerial)] == [unit_name("PHONE", "A1")]


def test_a_number_of_an_order_packed_before_is_known_offline_and_forgotten_when_the_centre_tells(bench: Floor) -> None:
    bench.do(syrup("L-01"), syrup("L-01"), syrup("L-02"), phone("A1"), phone("A2"))
    bench.do(bench.label)
    again = replace(work(late=1), list_id="w-8", number="P-8", stops=work().stops[-1:])
    named = order(8, ("PHONE", 2))
    needs = tuple(replace(need, order_id="o-8", line_id="l-8-1") for need in again.stops[0].needs)
    second = replace(again, orders=(named,), stops=(replace(again.stops[0], needs=needs),))
    bench.deliver(second)
    bench.do("NEXT", tote("T-02"), place("D-02-1"), phone(), phone(), tote("T-02"))
    outcome = bench.scan(phone("A2"))
    assert (outcome.said, outcome.expected) == ("serial_used", ORDER.number)
    unit = unit_name("PHONE", "A2")
    bench.deliver(UsedSerial(unit=unit, order_id=ORDER.order_id, order=ORDER.number, shipped=False))
    assert unit not in {taken.unit for taken in bench.all(TakenSerial)}
    bench.do("OK")
    assert bench.scan(phone("A2")).said == "serial_used"
