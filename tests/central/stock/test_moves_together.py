"""Several movements of one kind: all of them, or none with every counter as it was."""

from app.central.centre import Centre
from app.central.storage.stores.stock.levels import Move
from app.domain.stock.movements import Movement
from tests.central.house import SITE, House


def promised(centre: Centre, *moves: Move) -> bool:
    with centre.begin(SITE) as work:
        return work.stock.move_all(Movement.ALLOCATED, moves)


def move(sku: str, units: int, place: str = "A-1") -> Move:
    return Move(sku, place, units, f"ledger-{sku}-{units}", "order", f"{sku}:{units}")


def allocated(house: House, sku: str) -> int:
    with house.centre.read(SITE) as work:
        return sum(level.allocated for level in work.stock.levels(sku))


def test_movements_that_all_fit_are_written_with_their_ledger(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "MUG": {"A-2": 5}})
    assert house.centre.do(promised, move("TEA", 2), move("MUG", 3, "A-2"))
    assert (allocated(house, "TEA"), allocated(house, "MUG")) == (2, 3)
    with house.centre.read(SITE) as work:
        assert [row.quantity for sku in ("TEA", "MUG") for row in work.stock.history(sku, most=1)] == [2, 3]


def test_one_that_does_not_fit_takes_back_those_before_it(house: House) -> None:
    house.stock({"TEA": {"A-1": 5}, "MUG": {"A-2": 5}})
    assert not house.centre.do(promised, move("TEA", 2), move("TEA", 3), move("MUG", 6, "A-2"))
    assert (allocated(house, "TEA"), allocated(house, "MUG")) == (0, 0)
    with house.centre.read(SITE) as work:
        assert all(work.stock.moved(idem) is None for idem in ("TEA:2", "TEA:3", "MUG:6"))
    assert house.centre.do(promised, move("TEA", 5))
