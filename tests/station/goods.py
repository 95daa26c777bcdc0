"""What a small warehouse holds: one site, two packers, look-alike products, two leased pick lists, their barcodes."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from app.domain.documents import (
    Carton,
    Packer,
    Product,
    ProductBarcode,
    QueueRow,
    SerialBlock,
    Site,
    StopNeed,
    WorkLine,
    WorkList,
    WorkOrder,
    WorkStop,
)
from app.domain.parcels import PostalAddress
from app.domain.sscc import check_digit, make

MORNING = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
ADA, BEN = "1A85097CB382486493F33B1BA42DD34F", "E068ACA61A48B8BC34D2F4E5BBA58F24"
SENDER = PostalAddress(name="Harbour Goods", street="Quay 4", postcode="20457", city="Hamburg", country="DE")
CARTONS = (
    Carton(code="B1", name="Small box", length_mm=200, width_mm=150, height_mm=90, max_grams=1500, tare_grams=80),
    Carton(code="B2", name="Large box", length_mm=400, width_mm=300, height_mm=200, max_grams=9000, tare_grams=260),
)
TOTES = ("T-01", "T-02", "T-03", "T-04")
SITE = Site(code="MAIN", name="Harbour", zone="Europe/Berlin", sender=SENDER, cartons=CARTONS, totes=TOTES)
BLOCK = SerialBlock(block_id="block-1", company_prefix="9521321", extension=3, first=10, last=400)


def gtin(number: int) -> str:
    """A GTIN-13 of the GS1 demonstration range."""
    body = f"952{number:09d}"
    return f"{body}{check_digit(body)}"


def _product(sku: str, name: str, number: int, home: str, *options: tuple[str, str], case: int = 0) -> Product:
    barcodes = [ProductBarcode(code=gtin(number).zfill(14), units=1)]
    if case:
        barcodes.append(ProductBarcode(code=gtin(number + 500).zfill(14), units=case, level="case"))
    return Product(
        sku=sku, name=name, options=options, barcodes=tuple(barcodes), picture=f"{sku}.svg", grams=200, home=home
    )


def _tee(size: str, number: int) -> Product:
    return _product(f"TEE-{size}", "Field tee", number, f"A-01-{number}", ("Colour", "Moss"), ("Size", size))


PRODUCTS = (
    _tee("S", 1),
    _tee("M", 2),
    _tee("L", 3),
    _product("MUG", "Enamel mug", 4, "B-02-1", ("Colour", "Sea"), case=3),
    _product("SOCK", "Crew socks", 5, "B-03-2", ("Colour", "Grey"), ("Size", "M")),
    _product("PIN", "Enamel pin", 6, "C-01-1", ("Title", "Default Title")),
)
CODES = {product.sku: product.barcodes[0].code[1:] for product in PRODUCTS}
NOT_OURS = f"00{make('9521321', 3, 9999)}"
CASE_OF_MUGS = PRODUCTS[3].barcodes[1].code[1:]


def badge(badge_id: str) -> str:
    return f"PB.B.{badge_id}"


def tote(code: str) -> str:
    return f"PB.T.{code}"


def place(code: str) -> str:
    return f"PB.L.{code}"


def command(name: str) -> str:
    return f"PB.C.{name}"


def order(number: int, *lines: tuple[str, int], name: str = "Zoë Müller") -> WorkOrder:
    """Order o-1 is #1001; its lines are l-1-1, l-1-2, ..."""
    return WorkOrder(
        order_id=f"o-{number}", number=f"#{1000 + number}", ship_by=MORNING + timedelta(hours=4), service="Standard",
        recipient=PostalAddress(name=name, street="Ring 12", postcode="1010", city="Wien", country="AT"),
        lines=tuple(WorkLine(line_id=f"l-{number}-{n}", sku=sku, quantity=q) for n, (sku, q) in enumerate(lines, 1)),
    )  # fmt: skip


def pick_list(list_id: str, *orders: WorkOrder) -> WorkList:
    """The orders' lines by home of the product, in walk order."""
    homes = {product.sku: product.home for product in PRODUCTS}
    skus = sorted({line.sku for found in orders for line in found.lines}, key=lambda sku: homes[sku])
    stops = tuple(
        WorkStop(
            stop_no=number, location=homes[sku], sku=sku,
            needs=tuple(
                StopNeed(order_id=found.order_id, line_id=line.line_id, quantity=line.quantity)
                for found in orders for line in found.lines if line.sku == sku
            ),
        )
        for number, sku in enumerate(skus, 1)
    )  # fmt: skip
    return WorkList(
        list_id=list_id, number=f"P-{list_id[-1:]}", kind="cluster" if len(orders) > 1 else "discrete", fence=11,
        lease_until=MORNING + timedelta(hours=4), priority=0, ship_by=MORNING + timedelta(hours=4), why="ship by 13:30",
        orders=orders, stops=stops,
    )  # fmt: skip


def queue_row(work: WorkList, rank: int, state: str = "claimed", holder: str = "ST-1") -> QueueRow:
    return QueueRow(
        list_id=work.list_id, number=work.number, kind=work.kind, state=state, orders=len(work.orders),
        units=sum(line.quantity for found in work.orders for line in found.lines), stops=len(work.stops),
        priority=0, rank=rank, ship_by=work.ship_by, why="ship by 13:30", holder=holder,
    )  # fmt: skip


DISCRETE = pick_list("w-1", order(1, ("TEE-M", 1), ("MUG", 1), ("MUG", 3)))
CLUSTER = pick_list("w-2", order(2, ("TEE-M", 1), ("SOCK", 1)), order(3, ("TEE-L", 1), ("SOCK", 2), name="عمر"))
PACKERS = tuple(
    Packer(packer_id=name.lower(), name=name, role="packer", badge_sha256=hashlib.sha256(code.encode()).hexdigest())
    for name, code in (("Ada", ADA), ("Ben", BEN))
)
EVERYTHING = (SITE, *PRODUCTS, *PACKERS, BLOCK, DISCRETE, CLUSTER, queue_row(DISCRETE, 1), queue_row(CLUSTER, 2))
