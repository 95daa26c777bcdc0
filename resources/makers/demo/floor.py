"""The floor of the demo warehouse: locations, stock counts, totes, packers and cartons."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from resources.makers.demo.products import variants

SEED = 20260914
AISLES = "ABCDEF"
BAYS = 12
SHELVES = 3
NO_STOCK = ("SL-RST-XL", "RJ-MUS-S", "BT-RST-105", "BB-SEA-74")
"""Counted at zero: an order for one of these waits for stock."""

SCARCE = {"HT-WHT-XXL": 1, "QV-MOS-S": 1, "RS-MOS": 2, "GL-BLK-S": 2, "KT-MUS-128": 3, "ZH-NVY-XL": 3}
"""Just as many as the orders that can be sent ask for: the last unit goes."""

PLENTY = {"HT-BLK-L": 96, "FT-MOS-M": 72, "MG-WHT": 120, "SK-GRY-40_43": 144}
"""Enough for orders of whole cases."""

TWO_PLACES = ("HT-BLK-L", "HT-BLK-M", "FT-MOS-M", "PT-OAT-L", "LH-BLK-M", "SK-GRY-40_43", "MG-WHT", "TB-OAT")
_ZONES = {
    "A": "apparel north",
    "B": "apparel north",
    "C": "apparel south",
    "D": "apparel south",
    "E": "small goods",
    "F": "home",
}
_PEOPLE = (
    ("amina", "Amina O.", "packer"),
    ("jurgen", "Jürgen B.", "packer"),
    ("linh", "Linh T.", "packer"),
    ("omar", "Omar S.", "packer"),
    ("petra", "Petra K.", "supervisor"),
    ("sofia", "Sofía R.", "packer"),
)


def pick_locations() -> tuple[str, ...]:
    """The pick locations in walk order: up one aisle and down the next, `B-07-3` is aisle B, bay 7, third shelf."""
    walk: list[str] = []
    for at, aisle in enumerate(AISLES):
        bays = range(1, BAYS + 1) if at % 2 == 0 else range(BAYS, 0, -1)
        walk += [f"{aisle}-{bay:02d}-{shelf}" for bay in bays for shelf in range(1, SHELVES + 1)]
    return tuple(walk)


def location_rows() -> Iterator[dict[str, str]]:
    """Rows of locations.csv; `walk` rises by ten along the walk."""
    walk = 0
    others = [(f"R-{bay:02d}-1", "reserve", "reserve") for bay in range(1, 13)]
    others += [(f"ST-{lane:02d}", "staging", "staging") for lane in range(1, 5)] + [("PROBLEM-1", "problem", "problem")]
    picks = [(code, _ZONES[code[0]], "pick") for code in pick_locations()]
    for code, zone, kind in picks + others:
        walk += 10
        yield {"code": code, "zone": zone, "walk": str(walk), "kind": kind}


def stock() -> dict[str, int]:
    """Units of every SKU on the floor, over all its locations."""
    random = Random(SEED)  # noqa: S311 -- made-up data, the same every time
    units: dict[str, int] = {}
    for variant in variants():
        usual = random.randint(9, 42)
        units[variant.sku] = 0 if variant.sku in NO_STOCK else SCARCE.get(variant.sku, PLENTY.get(variant.sku, usual))
    return units


def count_rows() -> Iterator[dict[str, str]]:
    """Rows of counts.csv: variants that look alike lie side by side; a few SKUs lie in two places."""
    units = stock()
    faces = pick_locations()
    homes = dict(zip((variant.sku for variant in variants()), faces, strict=False))
    spare = iter(faces[len(homes) :])
    for sku, home in homes.items():
        overflow = units[sku] // 3 if sku in TWO_PLACES else 0
        yield {"location": home, "sku": sku, "quantity": str(units[sku] - overflow)}
        if overflow:
            yield {"location": next(spare), "sku": sku, "quantity": str(overflow)}


def tote_rows() -> Iterator[dict[str, str]]:
    """Rows of totes.csv: T-01 to T-60."""
    for number in range(1, 61):
        yield {"code": f"T-{number:02d}"}


def packer_rows() -> Iterator[dict[str, str]]:
    """Rows of packers.csv; a badge is 128 random bits, because whoever knows it can sign in with it."""
    random = Random(SEED + 1)  # noqa: S311 -- demo badges: the same every time, printed in a file
    for packer_id, name, role in _PEOPLE:
        badge = f"{random.getrandbits(128):032X}"
        yield {"packer_id": packer_id, "badge": badge, "name": name, "role": role, "language": "en"}


def carton_rows() -> Iterator[dict[str, str]]:
    """Rows of cartons.csv: inner size in mm, weights in grams."""
    keys = ("code", "name", "length_mm", "width_mm", "height_mm", "max_grams", "tare_grams")
    sizes = (
        ("BAG", "Mailing bag", 400, 300, 60, 2000, 25),
        ("S", "Box S", 250, 175, 100, 3000, 110),
        ("M", "Box M", 350, 250, 150, 8000, 220),
        ("L", "Box L", 450, 350, 250, 15000, 420),
        ("XL", "Box XL", 600, 400, 400, 25000, 780),
    )
    for size in sizes:
        yield {key: str(value) for key, value in zip(keys, size, strict=True)}
