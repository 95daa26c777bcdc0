"""Packing an order: units packed always equal the facts told, a refusal changes nothing, a full carton closes once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Carton, Product, ProductBarcode
from app.domain.facts import CartonClosed, Fact, ItemPacked, ItemShortPicked, PackedLine, UnitRemoved
from app.domain.floor import packing
from app.domain.floor.pack_tracing import PackLine
from app.domain.floor.packing import Packed, PackSession, SessionState
from app.domain.floor.picking import ItemScan
from app.domain.floor.verdicts import Verdict

BOX = Carton(code="B1", name="Small box", length_mm=200, width_mm=150, height_mm=90, max_grams=2000, tare_grams=80)
SKUS = ("TEE-S", "TEE-M", "MUG", "CAP")
Act = Callable[[PackSession], Packed]


def item(sku: str, units: int = 1) -> ItemScan:
    found = Product(sku=sku, name=sku, options=(), barcodes=(ProductBarcode(code=sku, units=1),), home="A-09-9")
    return ItemScan(product=found, units=units, text=sku)


def session(*lines: tuple[str, int], **changes: object) -> PackSession:
    """`lines` are (sku, units in the tote)."""
    made = tuple(PackLine(line_id=f"l{n}", sku=sku, ordered=q, wanted=q) for n, (sku, q) in enumerate(lines, 1))
    opened = PackSession(session_id="s1", list_id="w1", order_id="o1", fence=3, tote="T-1", lines=made, carton=BOX.code)
    return replace(opened, **changes)  # type: ignore[arg-type]


def pack(sku: str, units: int = 1, elsewhere: str = "") -> Act:
    return lambda at: packing.scan_item(at, item(sku, units), elsewhere)


def give_up(at: PackSession) -> Packed:
    return packing.short(at, "missing_from_tote")


def carton(at: PackSession) -> Packed:
    return packing.choose_carton(at, BOX)


def close(at: PackSession) -> Packed:
    return packing.close_carton(at, "p1")


SESSIONS = st.lists(st.tuples(st.sampled_from(SKUS[:3]), st.integers(1, 4)), min_size=1, max_size=5).map(
    lambda lines: session(*lines)
)
ACTS = st.one_of(
    st.builds(pack, st.sampled_from(SKUS), st.sampled_from((1, 1, 1, 2, 3, 6))),
    st.just(packing.undo),
    st.just(give_up),
    st.just(carton),
    st.just(close),
)


def counted(facts: list[Fact]) -> Counter[str]:
    units: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, ItemPacked):
            units[fact.line_id] += fact.quantity
        elif isinstance(fact, UnitRemoved):
            units[fact.line_id] -= fact.quantity
    return +units


@given(start=SESSIONS, acts=st.lists(ACTS, max_size=50))
def test_whatever_happens_every_unit_is_counted_once(start: PackSession, acts: list[Act]) -> None:
    now, facts = start, list[Fact]()
    for act in acts:
        after, outcome, said = act(now)
        if outcome.refused:
            assert (after, said) == (now, ())
        now = after
        facts.extend(said)
        assert all(line.packed >= 0 and line.short >= 0 for line in now.lines)
        assert all(line.packed + line.short <= line.wanted for line in now.lines)
        assert +Counter({line.line_id: line.packed for line in now.lines}) == counted(facts)
        assert sum(line.short for line in now.lines) == sum(
            fact.quantity for fact in facts if isinstance(fact, ItemShortPicked)
        )
        assert sum(units for _, units in now.packs) == now.packed
    closed = [fact for fact in facts if isinstance(fact, CartonClosed)]
    assert len(closed) == (now.state is SessionState.COMPLETE)
    for fact in closed:
        assert {line.line_id: line.quantity for line in fact.contents} == counted(facts)


def test_the_hero_is_the_line_being_filled() -> None:
    now = session(("TEE-S", 2), ("MUG", 2))
    assert now.hero is not None
    assert now.hero.sku == "TEE-S"
    now, outcome, _ = pack("MUG")(now)
    assert outcome.verdict is Verdict.RIGHT
    assert now.hero is not None
    assert now.hero.sku == "MUG"
    now, outcome, _ = pack("MUG")(now)
    assert outcome.expected_sku == "TEE-S"


def test_wrong_item_one_too_many_and_a_closed_session_are_told_apart() -> None:
    now = session(("TEE-S", 1), ("MUG", 1))
    wrong = pack("TEE-M", elsewhere="T-2")(now)[1]
    assert (wrong.verdict, wrong.said, wrong.belongs, wrong.expected_sku) == (
        Verdict.WRONG_ITEM, "wrong_item", "T-2", "TEE-S",
    )  # fmt: skip
    assert pack("CAP")(now)[1].belongs == "A-09-9"
    now, _, _ = pack("TEE-S")(now)
    extra = pack("TEE-S")(now)[1]
    assert (extra.verdict, extra.said, extra.belongs) == (Verdict.ONE_TOO_MANY, "all_packed", "A-09-9")
    shut = replace(now, state=SessionState.COMPLETE)
    assert pack("MUG")(shut)[1].verdict is Verdict.NOT_NOW
    for act in (packing.undo, give_up):
        assert act(shut)[1].verdict is Verdict.NOT_NOW


def test_the_same_product_on_two_lines_fills_the_first_with_room() -> None:
    now = session(("MUG", 1), ("MUG", 2))
    lines = []
    for _ in range(3):
        now, _, facts = pack("MUG")(now)
        lines += [fact.line_id for fact in facts if isinstance(fact, ItemPacked)]
    assert lines == ["l1", "l2", "l2"]
    assert now.left == 0


def test_a_case_may_fill_two_lines_and_one_too_big_is_refused_whole() -> None:
    now = session(("MUG", 1), ("MUG", 2), ("TEE-S", 1))
    after, outcome, facts = pack("MUG", 3)(now)
    assert outcome.quantity == 3
    assert counted(list(facts)) == {"l1": 1, "l2": 2}
    after, outcome, facts = packing.undo(after)
    assert counted([*facts]) == {}
    assert [line.packed for line in after.lines] == [1, 1, 0]
    refused, outcome, facts = pack("MUG", 6)(now)
    assert (refused, facts) == (now, ())
    assert (outcome.verdict, outcome.said, outcome.expected) == (Verdict.ONE_TOO_MANY, "case_too_big", "3")


def test_undo_goes_back_unit_by_unit_to_the_start_of_the_order() -> None:
    now = session(("MUG", 2), ("TEE-S", 1))
    for act in (pack("MUG", 2), packing.undo, pack("MUG"), packing.undo, packing.undo):
        now, outcome, _ = act(now)
        assert outcome.verdict is Verdict.RIGHT
    assert now.packed == 0
    assert packing.undo(now)[1].said == "nothing_to_undo"


def test_short_closes_the_line_shown_and_says_how_many() -> None:
    now, _, _ = pack("MUG")(session(("MUG", 3), ("TEE-S", 1)))
    now, outcome, facts = give_up(now)
    assert outcome.quantity == 2
    assert facts == (
        ItemShortPicked(list_id="w1", order_id="o1", line_id="l1", sku="MUG", quantity=2, reason="missing_from_tote"),
    )
    now, _, _ = give_up(now)
    assert give_up(now)[1].said == "nothing_missing"


def test_a_carton_closes_when_every_unit_is_in_or_short_and_something_is_inside() -> None:
    now = session(("MUG", 1), ("TEE-S", 1))
    assert (close(now)[1].said, close(now)[1].quantity) == ("units_missing", 2)
    nothing = give_up(give_up(now)[0])[0]
    assert close(nothing)[1].said == "carton_empty"
    now, _, _ = give_up(pack("MUG")(now)[0])
    closed, outcome, facts = close(now)
    assert (closed.state, outcome.said) == (SessionState.COMPLETE, "carton_closed")
    assert facts == (
        CartonClosed(
            session_id="s1", parcel_id="p1", order_id="o1", carton="B1", last=True,
            contents=(PackedLine(line_id="l1", sku="MUG", quantity=1),),
        ),
    )  # fmt: skip
    assert close(closed)[1].said == "session_closed"


def test_the_carton_is_chosen_or_suggested_by_weight() -> None:
    now, outcome, facts = carton(session(("MUG", 1), carton=""))
    assert (now.carton, now.chosen, outcome.expected, facts) == ("B1", True, "Small box", ())
    big = replace(BOX, code="B2", max_grams=9000, tare_grams=300)
    assert packing.suggest_carton((big, BOX), 1500) == "B1"
    assert packing.suggest_carton((big, BOX), 2500) == "B2"
    assert packing.suggest_carton((BOX, big), 99_000) == "B2"
    assert packing.suggest_carton((), 10) == ""
