"""Pick lists to walk in a test, what a packer may do on them, and the counts of what was told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import strategies as st

from app.domain.documents import Product, ProductBarcode, StopNeed, WorkLine, WorkList, WorkOrder, WorkStop
from app.domain.facts import Fact, ItemPicked, ItemShortPicked, UnitPutBack
from app.domain.floor import picking
from app.domain.floor.picking import ItemScan, Picked
from app.domain.floor.verdicts import Verdict
from app.domain.floor.walk import PickPhase, PickRun
from app.domain.parcels import PostalAddress

HOME = PostalAddress(name="Ada Example", street="Main Street 1", postcode="10115", city="Berlin", country="DE")
SKUS = ("TEE-S", "TEE-M", "MUG")
PLACES = {"TEE-S": "A-01-1", "TEE-M": "A-01-2", "MUG": "B-02-1"}
TOTES = ("T-1", "T-2", "T-3")
Act = Callable[[PickRun], Picked]


def product(sku: str) -> Product:
    return Product(
        sku=sku, name=sku.title(), options=(("Size", sku[-1]),), home=PLACES[sku],
        barcodes=(ProductBarcode(code=sku, units=1), ProductBarcode(code=f"{sku}-CASE", units=3, level="case")),
    )  # fmt: skip


def item(sku: str, units: int = 1) -> ItemScan:
    return ItemScan(product=product(sku), units=units, text=sku)


def work_list(stops: list[tuple[str, list[tuple[str, str, int]]]], state: dict[str, str] | None = None) -> WorkList:
    """`stops` are (sku, [(order, line, quantity)]) in walk order."""
    orders = sorted({order for _, needs in stops for order, _, _ in needs})
    return WorkList(
        list_id="w1", number="P-1", kind="cluster", fence=7, lease_until=datetime(2026, 3, 2, tzinfo=UTC), priority=0,
        ship_by=None, why="",
        orders=tuple(
            WorkOrder(
                order_id=order, number=f"#{order}", ship_by=None, service="standard", recipient=HOME,
                state=(state or {}).get(order, "open"),
                lines=tuple(
                    WorkLine(line_id=line, sku=sku, quantity=quantity)
                    for sku, needs in stops for owner, line, quantity in needs if owner == order
                ),
            )
            for order in orders
        ),
        stops=tuple(
            WorkStop(
                stop_no=number, location=PLACES[sku], sku=sku,
                needs=tuple(StopNeed(order_id=o, line_id=line, quantity=q) for o, line, q in needs),
            )
            for number, (sku, needs) in enumerate(stops, 1)
        ),
    )  # fmt: skip


def started(work: WorkList, totes: bool = True) -> PickRun:
    run, _ = picking.start(work)
    for tote in TOTES[: len(run.orders)] if totes else ():
        run, outcome, _ = picking.scan_tote(run, tote, known=True, busy_with="")
        assert outcome.verdict is Verdict.RIGHT
    return run


def at_stop(run: PickRun) -> PickRun:
    stop = run.stop
    assert stop is not None
    run, outcome, _ = picking.scan_place(run, stop.location)
    assert outcome.said == "location_right"
    return run


def tote(code: str, known: bool = True, busy_with: str = "") -> Act:
    return lambda run: picking.scan_tote(run, code, known=known, busy_with=busy_with)


def place(code: str) -> Act:
    return lambda run: picking.scan_place(run, code)


def take(sku: str, units: int = 1) -> Act:
    return lambda run: picking.scan_item(run, item(sku, units))


def give_up(reason: str) -> Act:
    return lambda run: picking.short(run, reason)


def right_thing(run: PickRun) -> Picked:
    """What the screen asks for now."""
    stop = run.stop
    if run.phase is PickPhase.TOTES:
        free = next(code for code in TOTES if code not in [given for _, given in run.totes])
        return picking.scan_tote(run, free, known=True, busy_with="")
    if stop is None or run.phase is PickPhase.ITEM:
        return picking.scan_item(run, item(stop.sku if stop else "MUG"))
    if run.phase is PickPhase.LOCATION:
        return picking.scan_place(run, stop.location)
    return picking.scan_tote(run, run.tote_of(run.to_order), known=True, busy_with="")


ACTS = st.one_of(
    st.just(right_thing),
    st.just(right_thing),
    st.builds(tote, st.sampled_from((*TOTES, "T-9")), st.booleans(), st.sampled_from(("", "o9"))),
    st.builds(place, st.sampled_from(sorted(PLACES.values()))),
    st.builds(take, st.sampled_from(SKUS), st.sampled_from((1, 1, 2, 3))),
    st.just(picking.undo),
    st.just(picking.skip),
    st.builds(give_up, st.just("not_found")),
)
NEEDS = st.lists(
    st.tuples(st.sampled_from(("o1", "o2", "o3")), st.integers(1, 3)), min_size=1, max_size=4
)  # fmt: skip
LISTS = st.lists(st.tuples(st.sampled_from(SKUS), NEEDS), min_size=1, max_size=4).map(
    lambda stops: work_list(
        [
            (sku, [(order, f"{at}-{no}", units) for no, (order, units) in enumerate(needs)])
            for at, (sku, needs) in enumerate(stops)
        ]
    )
)


def counted(facts: list[Fact]) -> Counter[tuple[str, str]]:
    """Units in totes by (order, line), from the facts alone."""
    units: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        if isinstance(fact, ItemPicked):
            units[fact.order_id, fact.line_id] += fact.quantity
        elif isinstance(fact, UnitPutBack):
            units[fact.order_id, fact.line_id] -= fact.quantity
    return +units


def short_units(facts: list[Fact]) -> int:
    return sum(fact.quantity for fact in facts if isinstance(fact, ItemShortPicked))
