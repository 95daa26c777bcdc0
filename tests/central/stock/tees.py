"""Units of one SKU, who moves them, and where its counters stand."""

from app.central.stock.moving import By, Units
from app.central.values import LevelRow
from tests.central.house import SITE, House

WHO = "dora"


def by(key: str, why: str = "as found") -> By:
    return By(who=WHO, why=why, key=key)


def tees(quantity: int, place: str = "A-1", **more: object) -> Units:
    return Units(sku="TEE", location=place, quantity=quantity, **more)  # type: ignore[arg-type]


def level(house: House, place: str = "A-1", lot: str = "") -> LevelRow:
    with house.centre.read(SITE) as read:
        found = read.stock.level("TEE", place, lot)
    assert found is not None
    return found


def counters(house: House, place: str = "A-1") -> tuple[int, int, int, int]:
    """(on hand, allocated, unavailable, quarantined)"""
    row = level(house, place)
    return row.on_hand, row.allocated, row.unavailable, row.quarantined


def place(house: House, code: str, kind: str) -> None:
    def make(centre: object) -> None:
        with house.centre.begin(SITE) as work:
            work.goods.put_location(code, 50, kind)

    house.centre.do(make)
