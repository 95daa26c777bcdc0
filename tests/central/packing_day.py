"""One whole order at a bench, fact by fact, as a station would tell it."""

from __future__ import annotations

from app.central.bench.changes import Page, changes
from app.domain import facts
from app.domain.documents import SerialBlock, WorkList
from app.domain.sscc import make
from sync.protocol import decode
from tests.central.house import Bench


def work_of(bench: Bench, after: int = 0) -> dict[str, WorkList]:
    """The pick lists the feed gives this station behind a number."""
    page = changes(bench.house.centre, bench.station, after, "", 1000)
    assert isinstance(page, Page)
    return {row.id: decode(row.doc, WorkList) for row in page.rows if row.entity == "work" and not row.deleted}


def blocks_of(bench: Bench, after: int = 0) -> list[SerialBlock]:
    page = changes(bench.house.centre, bench.station, after, "", 1000)
    assert isinstance(page, Page)
    return [decode(row.doc, SerialBlock) for row in page.rows if row.entity == "block"]


def claim(bench: Bench, after: int = 0) -> WorkList:
    """Lease one list and numbers; the facts that follow carry its fence."""
    verdicts = bench.tell(facts.ClaimWork(lists=1), facts.LeaseNumbers(count=50))
    assert [row.verdict for row in verdicts] == ["applied", "applied"], verdicts
    held = max(work_of(bench, after).values(), key=lambda work: work.fence)
    bench.fence = held.fence
    return held


def picking(work: WorkList) -> list[facts.Body]:
    """Facts of the whole walk."""
    totes = {order.order_id: f"T-{n}" for n, order in enumerate(work.orders, 1)}
    told: list[facts.Body] = [facts.PickStarted(list_id=work.list_id)]
    told += [facts.ToteAssigned(list_id=work.list_id, order_id=key, tote=tote) for key, tote in totes.items()]
    told += [
        facts.ItemPicked(
            list_id=work.list_id, stop_no=stop.stop_no, order_id=need.order_id, line_id=need.line_id, sku=stop.sku,
            quantity=need.quantity, tote=totes[need.order_id], location=stop.location, barcode="",
        )
        for stop in work.stops
        for need in stop.needs
    ]  # fmt: skip
    return [*told, facts.PickFinished(list_id=work.list_id)]


def packing(work: WorkList, block: SerialBlock, number: int = 0) -> list[facts.Body]:
    """Facts of packing, labelling and dispatching every order of a list, one parcel each."""
    told: list[facts.Body] = []
    for serial, order in enumerate(work.orders, block.first + number):
        session, parcel = f"ses-{order.order_id}", f"par-{order.order_id}"
        sscc = make(block.company_prefix, block.extension, serial)
        contents = tuple(
            facts.PackedLine(line_id=line.line_id, sku=line.sku, quantity=line.quantity) for line in order.lines
        )
        told.append(
            facts.PackSessionOpened(session_id=session, list_id=work.list_id, order_id=order.order_id, tote="T-1")
        )
        told += [
            facts.ItemPacked(
                session_id=session, order_id=order.order_id, line_id=line.line_id, sku=line.sku,
                quantity=line.quantity, barcode="",
            )
            for line in order.lines
        ]  # fmt: skip
        told += [
            facts.CartonClosed(
                session_id=session, parcel_id=parcel, order_id=order.order_id, carton="S", contents=contents, last=True
            ),
            facts.LabelPurchased(
                parcel_id=parcel, order_id=order.order_id, courier="house", service="standard", sscc=sscc,
                block_id=block.block_id, label_sha256="0" * 64,
            ),
            facts.LabelPrinted(parcel_id=parcel, sscc=sscc, job_id=parcel, state="printed", evidence="odometer"),
            facts.LabelApplied(parcel_id=parcel, order_id=order.order_id, sscc=sscc),
            facts.ParcelDispatched(parcel_id=parcel, order_id=order.order_id, sscc=sscc),
        ]  # fmt: skip
    return told
