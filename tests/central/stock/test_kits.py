"""Kits: one line to the customer, components to the warehouse, and never oversold through a shared component."""

from app.central.audit import audit
from app.central.intake.answers import standing
from app.central.intake.changing.cancelling import cancel_order
from app.central.stock.kits import Part, import_kits
from app.central.warehouse.imports import import_catalogue
from app.central.work.release import sweep
from app.domain import facts
from tests.central.house import SITE, House, new_order, product
from tests.central.packing_day import blocks_of, claim, packing, picking


def gift_box(house: House, **parts: int) -> None:
    """BOX is made of these parts."""
    house.centre.do(import_catalogue, SITE, [product("BOX")])
    rows = [Part(line=n, kit="BOX", sku=sku, quantity=units) for n, (sku, units) in enumerate(parts.items(), 2)]
    assert house.centre.do(import_kits, SITE, "kits.csv", rows).bad == ()


def test_a_kit_and_a_line_that_share_an_item_never_oversell_it(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "CUP": {"A-2": 9}})
    gift_box(house, TEA=2, CUP=1)
    taken = house.take(new_order("#1", [("BOX", 2), ("TEA", 2)]))
    assert [hold.reason.value for hold in taken.holds] == ["stock"]
    assert "TEA: 6 wanted, 5 free" in taken.holds[0].detail
    assert house.take(new_order("#2", [("BOX", 2), ("TEA", 1)])).lifecycle == "accepted"
    assert audit(house.centre, SITE) == ()


def test_a_kit_is_picked_as_components_and_shipped_as_the_line_that_was_sold(house: House) -> None:
    house.stock({"TEA": {"A-1": 9}, "CUP": {"A-2": 9}})
    gift_box(house, TEA=2, CUP=1)
    house.take(new_order("#1", [("CUP", 1), ("BOX", 2)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    work = claim(bench)
    assert sorted((line.sku, line.quantity) for line in work.orders[0].lines) == [("CUP", 1), ("CUP", 2), ("TEA", 4)]
    told = [*picking(work), *packing(work, blocks_of(bench)[0])]
    assert {row.verdict for row in bench.tell(*told)} == {"applied"}
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert [(line.sku, line.quantity, line.shipped, line.kit) for line in found.sold] == [
        ("CUP", 1, 1, False),
        ("BOX", 2, 2, True),
    ]
    assert found.status == "shipped"
    assert audit(house.centre, SITE) == ()


def test_a_kit_of_which_a_part_is_missing_counts_whole_kits_only(house: House) -> None:
    house.stock({"TEA": {"A-1": 4}, "CUP": {"A-2": 9}})
    gift_box(house, TEA=2, CUP=1)
    house.take(new_order("#1", [("BOX", 2)]))
    house.centre.do(sweep, SITE)
    bench = house.bench()
    work = claim(bench)
    (order,) = work.orders
    tea = next(line for line in order.lines if line.sku == "TEA")
    missing = facts.ItemShortPicked(
        list_id=work.list_id, order_id=order.order_id, line_id=tea.line_id, sku="TEA", quantity=1, reason="broken",
        location="A-1",
    )  # fmt: skip
    bench.tell(missing)
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    (box,) = found.sold
    assert (box.quantity, box.allocated, box.short) == (2, 1, 1)
    assert audit(house.centre, SITE) == ()


def test_the_same_order_again_is_the_same_and_a_cancelled_kit_gives_its_parts_back(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "CUP": {"A-2": 9}})
    gift_box(house, TEA=2, CUP=1)
    taken = house.take(new_order("#1", [("BOX", 2)]))
    again = house.take(new_order("#1", [("BOX", 2)], note="ring twice"))
    assert (again.outcome, again.order_id) == ("changed", taken.order_id)
    house.centre.do(cancel_order, SITE, taken.order_id, "changed their mind")
    with house.centre.read(SITE) as read:
        assert sum(level.allocated for level in read.stock.levels()) == 0
    found = standing(house.centre, house.channel, "#1")
    assert found is not None
    assert [line.cancelled for line in found.sold] == [2]


def test_a_recipe_that_can_not_be_is_told_by_its_row(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "CUP": {"A-2": 9}})
    gift_box(house, TEA=2, CUP=1)
    house.centre.do(import_catalogue, SITE, [product("CRATE")])

    def problems(*rows: tuple[str, str, int]) -> list[str]:
        parts = [Part(line=n, kit=kit, sku=sku, quantity=units) for n, (kit, sku, units) in enumerate(rows, 2)]
        return [str(row) for row in house.centre.do(import_kits, SITE, "kits.csv", parts).bad]

    assert "holds BOX, which is a kit itself" in problems(("CRATE", "BOX", 2))[0]
    assert "is a component of another kit" in problems(("TEA", "CUP", 2))[0]
    assert "kits.csv:2: component_sku: SKU 'NOPE'" in problems(("CRATE", "NOPE", 1))[0]
    house.centre.do(import_kits, SITE, "kits.csv", [Part(line=2, kit="BOX", sku="CUP", quantity=3)])
    with house.centre.read(SITE) as read:
        assert [(part.sku, part.quantity) for part in read.kits.recipes(["BOX"])["BOX"]] == [("CUP", 3)]
