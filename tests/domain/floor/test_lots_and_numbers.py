"""Whatever is scanned, nothing but good lots is taken, what is told adds up lot by lot, and no number goes in twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import KnownLot, Product, StopNeed, WorkLine, WorkList, WorkOrder, WorkStop
from app.domain.facts import CartonClosed, Fact, ItemPacked, ItemPicked, ItemShortPicked, UnitPutBack, UnitRemoved
from app.domain.floor import lot_choice, packing, picking
from app.domain.floor.pack_tracing import Known, PackLine
from app.domain.floor.packing import PackSession
from app.domain.floor.picking import ItemScan, Picked
from app.domain.floor.tracing import LotBook, LotUnits, lots_of
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickRun
from app.domain.parcels import PostalAddress

TODAY = date(2026, 3, 2)
HOME = PostalAddress(name="Ada", street="Ring 1", postcode="1010", city="Wien", country="AT")
SYRUP = Product(sku="SYRUP", name="Syrup", options=(), barcodes=(), by_lot=True)
PHONE = Product(sku="PHONE", name="Phone", options=(), barcodes=(), by_serial=True)
LOTS = (
    KnownLot(lot="A", expiry=TODAY + timedelta(60)),
    KnownLot(lot="B", expiry=TODAY + timedelta(90)),
    KnownLot(lot="C", expiry=TODAY + timedelta(20), ship_until=TODAY - timedelta(1)),
    KnownLot(lot="D", recalled=True),
)
BOOK = LotBook(today=TODAY, lots=LOTS)
GOOD = {"A", "B"}
NAMES = st.sampled_from(("", "A", "B", "C", "D", "E"))
ACTS = st.lists(
    st.tuples(
        st.sampled_from(("scan", "scan", "scan", "case", "name", "instead", "undo", "tote", "short", "forget")), NAMES
    ),
    max_size=40,
)


def walked(orders: int, early: int, late: int) -> PickRun:
    """A walk with both lots in one place, totes given, the place scanned."""
    ids = [f"o{n}" for n in range(orders)]
    needs = [(lot, units) for lot, units in (("A", early), ("B", late)) if units]
    work = WorkList(
        list_id="w", number="P-1", kind="cluster", fence=1, lease_until=datetime(2026, 3, 2, tzinfo=UTC), priority=0,
        ship_by=None, why="",
        orders=tuple(
            WorkOrder(
                order_id=one, number=one, ship_by=None, service="", recipient=HOME,
                lines=(WorkLine(line_id=f"l-{one}", sku="SYRUP", quantity=early + late),),
            )
            for one in ids
        ),
        stops=tuple(
            WorkStop(
                stop_no=number, location="X", sku="SYRUP", lot=lot, lots=LOTS[:2],
                needs=tuple(StopNeed(order_id=one, line_id=f"l-{one}", quantity=units) for one in ids),
            )
            for number, (lot, units) in enumerate(needs, 1)
        ),
    )  # fmt: skip
    run, _ = picking.start(work)
    for number, _ in enumerate(ids):
        run, _, _ = picking.scan_tote(run, f"T{number}", known=True, busy_with="")
    return picking.scan_place(run, "X")[0]


def act(run: PickRun, what: str, lot: str) -> Picked:
    scan = ItemScan(product=SYRUP, units=2 if what == "case" else 1, text="code", lot=lot)
    if what in ("scan", "case"):
        return picking.scan_item(run, scan, BOOK)
    if what == "name":
        return lot_choice.named(run, lot or "A", BOOK)
    if what == "instead":
        return lot_choice.instead(run, "damaged")
    if what == "undo":
        return picking.undo(run)
    if what == "tote":
        return picking.scan_tote(run, run.tote_of(run.to_order), known=True, busy_with="")
    if what == "forget":
        return lot_choice.forgotten(run), Outcome(verdict=Verdict.RIGHT, said="back"), ()
    return picking.short(run, "gone")


@given(orders=st.integers(1, 3), early=st.integers(0, 4), late=st.integers(1, 4), acts=ACTS)
def test_a_walk_tells_lot_by_lot_what_lies_in_the_totes(
    orders: int, early: int, late: int, acts: list[tuple[str, str]]
) -> None:
    run, told = walked(orders, early, late), list[Fact]()
    for what, lot in acts:
        before = run
        run, outcome, facts = act(run, what, lot)
        told += facts
        if outcome.refused:
            assert facts == ()
            assert run.units_done == before.units_done
        for stop in run.stops:
            assert all(need.left >= 0 and need.done >= 0 for need in stop.needs)
    picked, units = Counter[tuple[str, str]](), Counter[str]()
    for fact in told:
        if isinstance(fact, ItemPicked):
            assert fact.lot in GOOD
            assert fact.instead_of != fact.lot
            assert bool(fact.instead_of) == bool(fact.reason)
            picked[fact.order_id, fact.lot] += fact.quantity
            units[fact.order_id] += fact.quantity
        elif isinstance(fact, UnitPutBack):
            picked[fact.order_id, fact.lot] -= fact.quantity
            units[fact.order_id] -= fact.quantity
        elif isinstance(fact, ItemShortPicked):
            units[fact.order_id] += fact.quantity
    for order in run.orders:
        in_tote = {(order, one.lot): one.wanted for lots in lots_of(run, order).values() for one in lots}
        assert in_tote == {key: many for key, many in picked.items() if many and key[0] == order}
        assert units[order] <= early + late
        assert sum(in_tote.values()) == sum(run.picked_for(order).values())


SERIALS = st.sampled_from(("", "S1", "S2", "S3", "S4"))
PACKS = st.lists(st.tuples(st.sampled_from(("syrup", "phone", "undo", "short")), NAMES, SERIALS), max_size=40)


@given(early=st.integers(0, 3), late=st.integers(1, 3), phones=st.integers(1, 3), acts=PACKS)
def test_a_carton_holds_picked_lots_and_each_number_once(
    early: int, late: int, phones: int, acts: list[tuple[str, str, str]]
) -> None:
    lots = tuple(LotUnits(lot, units) for lot, units in (("A", early), ("B", late)) if units)
    lines = (
        PackLine(line_id="l1", sku="SYRUP", ordered=9, wanted=early + late, lots=lots),
        PackLine(line_id="l2", sku="PHONE", ordered=9, wanted=phones, by_serial=True),
    )
    session = PackSession(session_id="s", list_id="w", order_id="o", fence=1, tote="T", lines=lines)
    told: list[Fact] = []
    for what, lot, serial in acts:
        if what in ("undo", "short"):
            made = packing.undo(session) if what == "undo" else packing.short(session, "gone")
        else:
            product = SYRUP if what == "syrup" else PHONE
            scan = ItemScan(product=product, units=1, text="code", lot=lot if what == "syrup" else "", serial=serial)
            used = "#9" if serial == "S4" and what == "phone" else ""
            made = packing.scan_item(session, scan, "", Known(book=BOOK, used_by=used))
        session, _, facts = made
        told += facts
        for line in session.lines:
            assert sum(one.packed for one in line.lots) == (line.packed if line.lots else 0)
            assert all(one.left >= 0 for one in line.lots)
    inside = Counter[str]()
    for fact in told:
        if isinstance(fact, ItemPacked):
            inside.update(fact.serials)
            assert fact.lot in (GOOD if fact.sku == "SYRUP" else {""})
        elif isinstance(fact, UnitRemoved):
            inside.subtract(fact.serials)
    assert {number for number, many in inside.items() if many} == {number for _, number in session.serials}
    assert set(inside.values()) <= {0, 1}
    assert "S4" not in +inside
    _, _, closed = packing.close_carton(session, "p")
    for carton in closed:
        assert isinstance(carton, CartonClosed)
        for line in session.lines:
            parts = [part for part in carton.contents if part.line_id == line.line_id]
            assert sum(part.quantity for part in parts) == line.packed
            packed = {one.lot: one.packed for one in line.lots if one.packed}
            assert {part.lot: part.quantity for part in parts if part.lot} == packed
            assert all(len(part.serials) == part.quantity for part in parts if line.by_serial)


def test_a_lot_may_leave_until_its_last_day() -> None:
    assert replace(BOOK, today=TODAY - timedelta(1)).unfit("C") == ""
    assert [BOOK.unfit(lot) for lot in "ABCDE"] == ["", "", "lot_expired", "lot_recalled", "lot_unknown"]
    assert BOOK.unfit("A", TODAY + timedelta(60)) == ""
    assert BOOK.unfit("A", TODAY + timedelta(61)) == "expiry_differs"
    assert BOOK.unfit("A", TODAY - timedelta(1)) == "lot_expired"
