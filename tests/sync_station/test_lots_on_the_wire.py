"""Lots on the wire: a bench of yesterday reads today's documents, a centre of today yesterday's facts, and back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from app.domain import facts
from app.domain.documents import KnownLot, Product, ProductLots, StopNeed, UsedSerial, WorkList, WorkStop
from sync.protocol import BODIES, DOCUMENTS, Entity, decode, encode

NEEDS = (StopNeed(order_id="o", line_id="l", quantity=1),)
LOT = KnownLot(lot="L1", expiry=date(2027, 1, 31), ship_until=date(2027, 1, 1))
STOP = WorkStop(stop_no=1, location="A-1", sku="S", needs=NEEDS, lot="L1", expiry=LOT.expiry, lots=(LOT,))
WORK = WorkList(
    list_id="w", number="P-1", kind="discrete", fence=1, lease_until=datetime(2026, 3, 2, tzinfo=UTC), priority=1,
    ship_by=None, why="", orders=(), stops=(STOP,),
)  # fmt: skip
PICKED = facts.ItemPicked(
    list_id="w", stop_no=1, order_id="o", line_id="l", sku="S", quantity=1, tote="T", location="A-1", barcode="c",
    lot="L2", instead_of="L1", reason="lot_damaged",
)  # fmt: skip
PACKED = facts.PackedLine(line_id="l", sku="S", quantity=2, lot="L1", serials=("1", "2"))
CLOSED = facts.CartonClosed(session_id="s", parcel_id="p", order_id="o", carton="M", contents=(PACKED,), last=True)
NEW = ("lot", "expiry", "lots", "instead_of", "serials", "by_lot", "by_serial", "expires")


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOfYesterday:
    """A stop as benches knew it before lots."""

    stop_no: int
    location: str
    sku: str
    needs: tuple[StopNeed, ...]


def older(value: Any) -> Any:
    """The same without what is new."""
    if isinstance(value, dict):
        return {key: older(inner) for key, inner in value.items() if key not in NEW}
    return [older(inner) for inner in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(
    "doc",
    [WORK, ProductLots(sku="S", lots=(LOT,)), UsedSerial(unit="S\x1f1", order_id="o", order="#1", shipped=True),
     Product(sku="S", name="S", options=(), barcodes=(), by_lot=True, by_serial=True, expires=True)],
)  # fmt: skip
def test_documents_travel_whole(doc: Any) -> None:
    (kind,) = {one for one in DOCUMENTS.values() if one is type(doc)}
    assert decode(encode(doc), kind) == doc


def test_a_bench_of_yesterday_reads_todays_stop_and_ignores_what_is_new() -> None:
    seen = msgspec.json.decode(encode(STOP), type=StopOfYesterday)
    assert (seen.stop_no, seen.location, seen.sku, seen.needs) == (1, "A-1", "S", NEEDS)
    known = {"site", "product", "packer", "queue", "work", "block", "stop"}
    assert {Entity.LOTS.value, Entity.SERIAL.value}.isdisjoint(known), "rows of another name, which it passes over"


def test_a_bench_of_today_reads_yesterdays_list() -> None:
    old = encode(older(msgspec.to_builtins(WORK)))
    (stop,) = decode(old, WorkList).stops
    assert (stop.lot, stop.expiry, stop.lots) == ("", None, ())


@pytest.mark.parametrize("fact", [PICKED, CLOSED])
def test_facts_travel_whole_and_yesterdays_are_understood(fact: Any) -> None:
    kind = BODIES[type(fact).__name__, 1]
    assert decode(encode(fact), kind) == fact
    old = decode(encode(older(msgspec.to_builtins(fact))), kind)
    assert asdict(old).keys() == asdict(fact).keys()
    if isinstance(old, facts.ItemPicked):
        assert (old.lot, old.instead_of) == ("", "")
    else:
        assert old.contents == (facts.PackedLine(line_id="l", sku="S", quantity=2),)
