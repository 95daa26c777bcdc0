"""Purchases after they were approved: what is to come of them, written for the supplier, moved, closed or cancelled."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.looking import look_at
from app.central.supply.values import PurchaseLineRow, PurchaseRow, ReceiptRow, SupplierRow

COLUMNS: Final = ("purchase", "position", "sku", "supplier_sku", "name", "quantity", "pack", "packs", "expected_on")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseWhole:
    """A purchase with its lines, what arrived of it, and the names of its products."""

    row: PurchaseRow
    lines: tuple[PurchaseLineRow, ...]
    receipts: tuple[ReceiptRow, ...]
    names: dict[str, str]
    supplier: SupplierRow


def see_purchase(centre: Centre, site: str, name: str) -> PurchaseWhole | None:
    """A purchase by its id or number."""
    with centre.read(site) as work:
        row = work.supply.purchases.get(name)
        return None if row is None else whole(work, row)


def whole(work: Work, row: PurchaseRow) -> PurchaseWhole:
    lines = work.supply.purchases.lines(row.purchase_id)
    known = work.supply.buying.suppliers().get(row.supplier)
    return PurchaseWhole(
        row=row,
        lines=lines,
        receipts=work.supply.purchases.receipts(row.purchase_id),
        names=work.supply.buying.names([line.sku for line in lines]),
        supplier=known or SupplierRow(code=row.supplier, name=row.supplier),
    )


def list_purchases(
    centre: Centre, site: str, most: int, state: str = "", supplier: str = "", before: str = ""
) -> tuple[PurchaseRow, ...]:
    """Newest first, behind the id of the last one seen."""
    with centre.read(site) as work:
        return work.supply.purchases.page(most, state, supplier, before)


def expect_on(centre: Centre, site: str, actor: Actor, name: str, day: date) -> PurchaseRow | NotSupplied:
    """The supplier says another day."""
    with centre.begin(site) as work:
        row = _open(work, name)
        if isinstance(row, NotSupplied):
            return row
        if not 0 <= (day - row.ordered_at.date()).days <= 800:
            return NotSupplied("field", "expected_on", f"{day} is not within 800 days after it was ordered")
        work.supply.purchases.change(row.purchase_id, ("open",), expected_on=day)
        details = {"number": row.number, "expected_on": day.isoformat(), "was": row.expected_on.isoformat()}
        record(work, actor, "purchase.expect", Subject("purchase", row.purchase_id), details)
        return _row(work, row.purchase_id)


def close_purchase(centre: Centre, site: str, actor: Actor, name: str, why: str) -> PurchaseRow | NotSupplied:
    """Nobody waits for the rest any more: it came short, or nothing of it came and it is cancelled."""
    if not why.strip():
        return NotSupplied("field", "why", "closing a purchase needs its reason")
    with centre.begin(site) as work:
        row = _open(work, name)
        if isinstance(row, NotSupplied):
            return row
        lines = work.supply.purchases.lines(row.purchase_id)
        state = "closed" if any(line.received for line in lines) else "cancelled"
        work.supply.purchases.change(row.purchase_id, ("open",), state=state, closed_at=work.now, note=why)
        missing = {line.sku: line.left for line in lines if line.left}
        details = {"number": row.number, "state": state, "why": why, "missing": missing}
        record(work, actor, "purchase.close", Subject("purchase", row.purchase_id), details)
        look_at(work, tuple(missing))
        return _row(work, row.purchase_id)


def as_csv(found: PurchaseWhole) -> bytes:
    """The purchase for the supplier's system: RFC 4180, UTF-8, no cell a spreadsheet would take for a formula."""
    sheet = io.StringIO(newline="")
    lines = csv.writer(sheet)
    lines.writerow(COLUMNS)
    for line in found.lines:
        cells = [found.row.number, line.position, line.sku, line.supplier_sku, found.names.get(line.sku, "")]
        cells += [line.ordered, line.pack, _packs(line), found.row.expected_on.isoformat()]
        lines.writerow([_plain(cell) for cell in cells])
    return sheet.getvalue().encode()


def as_text(found: PurchaseWhole, sender: str) -> str:
    """The purchase as a letter to the supplier."""
    row = found.row
    told = [
        f"Purchase order {row.number}",
        f"to {found.supplier.name or row.supplier}, from {sender}, ordered {row.ordered_at.date()}",
        f"Please deliver by {row.expected_on}.",
        "",
    ]
    for line in found.lines:
        packs = f" ({_packs(line)} packs of {line.pack})" if line.pack > 1 else ""
        yours = f", your number {line.supplier_sku}" if line.supplier_sku else ""
        told.append(
            f"{line.position:>3}  {line.ordered:>7} x {line.sku}{yours}, {found.names.get(line.sku, '')}{packs}"
        )
    return "\n".join(told) + "\n"


def settle(work: Work, row: PurchaseRow, lines: Sequence[PurchaseLineRow]) -> None:
    """A purchase of which everything came is received."""
    if not any(line.left for line in lines):
        work.supply.purchases.change(row.purchase_id, ("open",), state="received", closed_at=work.now)


def _packs(line: PurchaseLineRow) -> int:
    return -(-line.ordered // line.pack)


def _plain(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _open(work: Work, name: str) -> PurchaseRow | NotSupplied:
    row = work.supply.purchases.get(name)
    if row is None:
        return NotSupplied("unknown", "purchase", f"there is no purchase {name!r}")
    if row.state != "open":
        return NotSupplied("state", "purchase", f"purchase {row.number} is {row.state} already")
    return row


def _row(work: Work, purchase_id: str) -> PurchaseRow:
    row = work.supply.purchases.get(purchase_id)
    assert row is not None, purchase_id
    return row
