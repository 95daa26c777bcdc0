"""Rules of tasks of the floor: whatever is scanned or pressed, every unit is told once, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import FloorTask, Product, ProductBarcode, TaskUnits
from app.domain.facts import Fact
from app.domain.floor.picking import ItemScan
from app.domain.floor.tasks import counting, inspecting, moving, stopping
from app.domain.floor.tasks.run import Done, TaskPhase, TaskRun, start
from app.domain.task_facts import (
    ParcelStopped,
    ShelfCounted,
    TaskFinished,
    TaskUnitsMissing,
    TaskUnitsMoved,
    UnitsInspected,
)

SKUS, PLACES, LOTS = ("A", "B", "C"), ("P-1", "P-2", "R-1"), ("", "L1", "L2")
Step = Callable[[TaskRun], Done]


def scan(sku: str, units: int = 1, lot: str = "") -> ItemScan:
    code = ProductBarcode(code=sku, units=units)
    product = Product(sku=sku, name=sku, options=(), barcodes=(code,), home="P-9")
    return ItemScan(product=product, units=units, text=f"{sku}x{units}", lot=lot)


@st.composite
def tasks(draw: st.DrawFn, kinds: tuple[str, ...] = ("put_back", "restock", "replenish")) -> FloorTask:
    kind = draw(st.sampled_from(kinds))
    lines = st.tuples(st.sampled_from(SKUS), st.sampled_from(PLACES), st.integers(1, 9), st.sampled_from(LOTS))
    found = draw(st.lists(lines, min_size=1, max_size=4, unique_by=lambda line: (line[0], line[1], line[3])))
    units = tuple(
        TaskUnits(number=n, sku=sku, location=place, quantity=quantity, lot=lot)
        for n, (sku, place, quantity, lot) in enumerate(found, 1)
    )
    return FloorTask(
        task_id="t", kind=kind, cause=kind, state="queued", fence=7, priority=5, rank=1, due_at=None, why="",
        units=units,
        to="P-2" if kind == "replenish" else "",
    )  # fmt: skip


MOVES = st.one_of(
    st.builds(
        lambda sku, units, lot: lambda run: moving.scan_item(run, scan(sku, units, lot)),
        st.sampled_from(SKUS), st.integers(1, 4), st.sampled_from(LOTS),
    ),
    st.builds(lambda place: lambda run: moving.scan_place(run, place), st.sampled_from(PLACES)),
    st.sampled_from([moving.confirm, moving.undo, lambda run: moving.missing(run, "not_found")]),
)  # fmt: skip


@given(tasks(), st.lists(MOVES, max_size=60))
def test_units_moved_and_missing_are_told_once_and_are_never_more_than_asked(
    task: FloorTask, steps: list[Step]
) -> None:
    run, told = start(task), list[Fact]()
    for step in steps:
        before = run
        run, outcome, facts = step(run)
        told += facts
        if outcome.refused:
            assert (run, facts) == (before, ())
        assert 0 <= run.in_hand <= (run.line.left if run.line else 0)
    asked = {units.number: units for units in task.units}
    seen = dict.fromkeys(asked, 0)
    for fact in told:
        if isinstance(fact, TaskUnitsMoved | TaskUnitsMissing):
            seen[fact.number] += fact.quantity
            assert fact.quantity > 0
            assert fact.sku == asked[fact.number].sku
        if isinstance(fact, TaskUnitsMoved):
            assert fact.location == (task.to or asked[fact.number].location)
            assert fact.source == (asked[fact.number].location if task.kind == "replenish" else "")
            assert fact.lot == asked[fact.number].lot
    assert {line.number: line.done + line.missing for line in run.lines} == seen
    assert all(seen[number] <= units.quantity for number, units in asked.items())
    over = all(seen[number] == units.quantity for number, units in asked.items())
    assert [isinstance(fact, TaskFinished) for fact in told].count(True) == int(over)
    assert (run.phase is TaskPhase.FINISHED) == over


@given(tasks())
def test_following_what_the_phase_asks_for_ends_every_task(task: FloorTask) -> None:
    run = start(task)
    for _ in range(200):
        line = run.line
        if run.phase is TaskPhase.FINISHED or line is None:
            break
        if run.phase is TaskPhase.FROM:
            run, outcome, _ = moving.scan_place(run, line.source)
        elif run.phase is TaskPhase.TO:
            run, outcome, _ = moving.scan_place(run, line.to)
        else:
            run, outcome, _ = moving.scan_item(run, scan(line.sku, 1, line.lot))
        assert not outcome.refused, outcome
    assert run.phase is TaskPhase.FINISHED


COUNTS = st.one_of(
    st.builds(lambda units: ("scan", units), st.integers(1, 12)),
    st.builds(lambda digit: ("digit", digit), st.integers(0, 9)),
    st.just(("undo", 0)),
)


@given(st.lists(COUNTS, max_size=30))
def test_a_count_is_what_was_scanned_or_typed_and_never_too_long(steps: list[tuple[str, int]]) -> None:
    units = (TaskUnits(number=1, sku="A", location="P-1", quantity=0),)
    task = FloorTask(
        task_id="t", kind="count", cause="count", state="queued", fence=7, priority=5, rank=1, due_at=None, why="",
        units=units,
    )  # fmt: skip
    run, _, _ = counting.scan_place(start(task), "P-1")
    for what, number in steps:
        before = run
        if what == "scan":
            run, outcome, _ = counting.scan_item(run, scan("A", number))
            assert run.counted == (before.counted if outcome.refused else before.counted + number)
        elif what == "digit":
            run, outcome, _ = counting.digit(run, number)
            wanted = before.counted * 10 + number if before.typed else number
            assert run.counted == (before.counted if outcome.refused else wanted)
        else:
            run, outcome, _ = counting.undo(run)
            assert outcome.refused or run.counted < before.counted or before.counted == 0
        assert 0 <= run.counted <= counting.MOST
    done, _, facts = counting.confirm(run)
    assert facts == (ShelfCounted(task_id="t", sku="A", location="P-1", counted=run.counted),)
    assert done.phase is TaskPhase.FINISHED
    assert counting.confirm(done)[2] == (), "once"


@given(tasks(("inspect",)), st.lists(st.sampled_from([*inspecting.DISPOSITIONS, "missing"]), max_size=40))
def test_every_returned_unit_is_decided_about_once_or_said_to_be_missing(task: FloorTask, answers: list[str]) -> None:
    run, told = start(task), list[Fact]()
    for answer in answers:
        line = run.line
        if line is None:
            break
        if answer == "missing":
            run, _, facts = inspecting.missing(run, "not_found")
        else:
            run, outcome, _ = inspecting.scan_item(run, scan(line.sku))
            assert not outcome.refused
            run, _, facts = inspecting.decide(run, answer)
        told += facts
    for units in task.units:
        mine = [fact for fact in told if isinstance(fact, UnitsInspected) and fact.number == units.number]
        lost = sum(fact.quantity for fact in told if isinstance(fact, TaskUnitsMissing) and fact.number == units.number)
        assert len(mine) <= 1
        for fact in mine:
            assert sum(number for _, number in fact.reasons) + lost == units.quantity
            assert 0 <= fact.restock + fact.scrap <= units.quantity - lost


@given(st.lists(st.sampled_from(("1", "2", "3", "9")), max_size=6), st.booleans())
def test_each_parcel_is_stopped_once_or_has_left(scans: list[str], gone: bool) -> None:
    task = FloorTask(
        task_id="t", kind="stop_shipment", cause="stop_shipment", state="queued", fence=7, priority=1, rank=1,
        due_at=None, why="", units=(), parcels=("1", "2", "3"),
    )  # fmt: skip
    run, told = start(task), list[Fact]()
    for sscc in scans:
        run, _, facts = stopping.scan_parcel(run, sscc)
        told += facts
    if gone:
        run, _, facts = stopping.gone(run, "with_carrier")
        told += facts
    said = [(fact.sscc, fact.outcome) for fact in told if isinstance(fact, ParcelStopped)]
    assert len({sscc for sscc, _ in said}) == len(said)
    assert {sscc for sscc, what in said if what == "voided"} == set(scans) & {"1", "2", "3"}
    assert (run.phase is TaskPhase.FINISHED) == (len(said) == 3)
