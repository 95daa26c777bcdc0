"""A shelf with two lots of one product, a phone with serial numbers, and an order for both."""

from __future__ import annotations

from datetime import date

from app.domain.documents import KnownLot, Packer, Product, ProductBarcode, ProductLots, StopNeed, WorkList, WorkStop
from tests.station.goods import BLOCK, MORNING, PACKERS, SITE, gtin, order, queue_row

GS = "\x1d"
EARLY = KnownLot(lot="L-01", expiry=date(2026, 6, 1), ship_until=date(2026, 5, 20))
LATE = KnownLot(lot="L-02", expiry=date(2026, 12, 1), ship_until=date(2026, 11, 20))
OLD = KnownLot(lot="L-00", expiry=date(2026, 3, 4), ship_until=date(2026, 2, 20))
SYRUP = Product(
    sku="SYRUP", name="Cough syrup", options=(("Size", "100 ml"),), grams=150, home="D-01-1", by_lot=True, expires=True,
    barcodes=(ProductBarcode(code=gtin(71).zfill(14), units=1), ProductBarcode(code=gtin(571).zfill(14), units=2)),
)  # fmt: skip
PHONE = Product(
    sku="PHONE", name="Desk phone", options=(), grams=600, home="D-02-1", by_serial=True,
    barcodes=(ProductBarcode(code=gtin(72).zfill(14), units=1),),
)  # fmt: skip
LOTS = ProductLots(sku="SYRUP", lots=(OLD, EARLY, LATE))
ORDER = order(7, ("SYRUP", 3), ("PHONE", 2))


def syrup(lot: str = "", expiry: str = "") -> str:
    """What a scanner reads off a bottle: a plain EAN, or AI 01, 17 and 10."""
    if not lot:
        return gtin(71)
    return f"]d201{gtin(71).zfill(14)}{f'17{expiry}' if expiry else ''}10{lot}"


def phone(serial: str = "") -> str:
    return f"]d201{gtin(72).zfill(14)}21{serial}" if serial else gtin(72)


def case_of_syrup(lot: str) -> str:
    return f"]d201{gtin(571).zfill(14)}10{lot}"


def work(lots: tuple[KnownLot, ...] = (EARLY, LATE), late: int = 0) -> WorkList:
    """Three bottles of the early lot (`late` of them of the late one), two phones."""
    stops = [_stop(1, "SYRUP", "D-01-1", "l-7-1", 3 - late, EARLY, lots)]
    if late:
        stops.append(_stop(2, "SYRUP", "D-01-1", "l-7-1", late, LATE, lots))
    stops.append(
        WorkStop(
            stop_no=3, location="D-02-1", sku="PHONE",
            needs=(StopNeed(order_id="o-7", line_id="l-7-2", quantity=2),),
        )
    )  # fmt: skip
    return WorkList(
        list_id="w-7", number="P-7", kind="discrete", fence=11, lease_until=MORNING, priority=0, ship_by=None,
        why="ship by 13:30", orders=(ORDER,), stops=tuple(stops),
    )  # fmt: skip


def _stop(
    number: int, sku: str, place: str, line: str, units: int, lot: KnownLot, lots: tuple[KnownLot, ...]
) -> WorkStop:
    return WorkStop(
        stop_no=number, location=place, sku=sku, needs=(StopNeed(order_id="o-7", line_id=line, quantity=units),),
        lot=lot.lot, expiry=lot.expiry, lots=lots,
    )  # fmt: skip


def everything(made: WorkList) -> tuple[object, ...]:
    return (SITE, SYRUP, PHONE, LOTS, BLOCK, made, queue_row(made, 1), *PACKERS)


SUPERVISOR_BADGE = "0D1B2C3D4E5F60718293A4B5C6D7E8F9"


def supervisor(sha256: str) -> Packer:
    return Packer(packer_id="sue", name="Sue", role="supervisor", badge_sha256=sha256)
