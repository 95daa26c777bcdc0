"""Lots and serial numbers at the bench: which lot it is, whether another one is taken, who has a number already."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

import msgspec

from app.domain.barcodes import Gtin, Unclear, Unknown
from app.domain.documents import Packer, UsedSerial, unit_name
from app.domain.floor import lot_choice, pack_tracing
from app.domain.floor.pack_tracing import Known, TakenSerial
from app.domain.floor.packing import PackSession
from app.domain.floor.picking import ItemScan
from app.domain.floor.verdicts import Outcome, Verdict
from app.station.bench import Ask
from app.station.desk import Turn
from app.station.storage import ChangesPage
from app.station.verbs import reading
from app.station.verbs.picking import walking

NONE_OF_THESE: Final = "none_of_these"
SUPERVISORS: Final = frozenset({"supervisor", "manager"})
MOST: Final = 8
LOT_AI, SERIAL_AI = "10", "21"
SERIAL: Final = "serial"


def choices(turn: Turn, question: Ask) -> tuple[str, ...]:
    """What the open question about a lot can be answered with, in the order of the numbers."""
    if question is Ask.LOT:
        return (*lot_choice.choices(walking.current(turn))[:MOST], NONE_OF_THESE)
    session = _session(turn)
    if question is not Ask.PACK_LOT or session is None or session.asked is None:
        return ()
    lines = [line for line in session.lines if line.sku == session.asked.sku]
    left = [lot for lot, units in pack_tracing.lots_left(lines).items() if units]
    return (*left[:MOST], NONE_OF_THESE)


def asked_sku(turn: Turn) -> str:
    """The product whose lot is asked for."""
    if turn.bench.ask is Ask.PACK_LOT:
        session = _session(turn)
        return session.asked.sku if session and session.asked else ""
    stop = walking.current(turn).stop
    return stop.sku if stop else ""


def named(turn: Turn, lot: str) -> Outcome:
    """The packer says at the shelf which lot was scanned."""
    run = walking.current(turn)
    if lot == NONE_OF_THESE:
        return _unread(turn, run.stop.sku if run.stop else "")
    book = reading.lot_book(turn, run.stop.sku if run.stop else "")
    return walking.settle(turn, run, lot_choice.named(run, lot, book))


def _unread(turn: Turn, sku: str) -> Outcome:
    """None of the lots that lie here: nothing is counted, and nobody guesses."""
    forget(turn)
    return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="lot_unknown", scanned_sku=sku))


def forget(turn: Turn) -> None:
    """The question about a lot is left open: what was scanned was not counted."""
    if turn.bench.ask in (Ask.LOT, Ask.OTHER_LOT, Ask.LOT_BADGE):
        run = walking.current(turn)
        turn.work.put(run.list_id, lot_choice.forgotten(run))
    session = _session(turn)
    if turn.bench.ask is Ask.PACK_LOT and session is not None:
        turn.work.put(session.session_id, replace(session, asked=None))


def lot_in(turn: Turn, code: Unknown, question: Ask) -> str:
    """The lot a code on its own stands for (AI 10 without an item number, or the bare lot); "" for none of these."""
    known = choices(turn, question)[:-1]
    texts = (code.text, code.text.removeprefix(f"({LOT_AI})"), code.text.removeprefix(LOT_AI))
    return next((text for text in texts if text in known), "")


# --- another lot than the promised one


def may_change(turn: Turn) -> bool:
    """Whether the lot that was just refused may be taken here, by the site's rule."""
    refusal, site = turn.bench.refusal, turn.site
    if refusal is None or refusal.said != "other_lot" or site is None or site.other_lot == "nobody":
        return False
    return walking.current(turn).offered is not None


def ask_why(turn: Turn) -> Outcome:
    """The refusal gives way to the question why the other lot is taken."""
    turn.move(refusal=None, ask=Ask.OTHER_LOT)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="asked"))


def instead(turn: Turn, reason: str) -> Outcome:
    """Take it now, or once a supervisor has agreed with a badge."""
    run, site = walking.current(turn), turn.site
    packer = turn.doc(Packer, turn.bench.packer_id)
    alone = site is None or site.other_lot == "packer" or (packer is not None and packer.role in SUPERVISORS)
    if alone or run.offered is None:
        return walking.settle(turn, run, lot_choice.instead(run, reason))
    turn.work.put(run.list_id, replace(run, offered=replace(run.offered, reason=reason)))
    turn.move(ask=Ask.LOT_BADGE)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="asked"))


def approved(turn: Turn, badge_id: str) -> Outcome:
    """A supervisor's badge agrees to the other lot; it signs nobody in."""
    packer = turn.work.packer_by_badge(hashlib.sha256(badge_id.encode()).hexdigest())
    if packer is None or packer.role not in SUPERVISORS:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_supervisor", scanned="badge"))
    run = walking.current(turn)
    reason = run.offered.reason if run.offered else ""
    turn.move(ask=None)
    return walking.settle(turn, run, lot_choice.instead(run, f"{reason}, agreed by {packer.name}"))


# --- serial numbers


def completed(turn: Turn, session: PackSession, code: Gtin | Unknown) -> ItemScan | None:
    """The unit whose number was asked for, when this code is its number: a code that is no product of ours."""
    asked = session.asked
    product = reading.product(turn, asked.sku) if asked else None
    if asked is None or product is None or reading.item_of(turn, code, frozenset()) is not None:
        return None
    number = code.text
    if isinstance(code, Unknown) and code.reason is Unclear.NO_ITEM_NUMBER:
        number = number.removeprefix(f"({SERIAL_AI})") if number.startswith("(") else number.removeprefix(SERIAL_AI)
    if not product.by_serial or not number.strip():
        return None
    return ItemScan(product=product, units=asked.units, text=asked.barcode, lot=asked.lot, serial=number.strip())


def known(turn: Turn, session: PackSession, scan: ItemScan) -> Known:
    """What the bench knows of a scanned unit: its product's lots, and the order that has its number."""
    used = _used_by(turn, session, unit_name(scan.product.sku, scan.serial)) if scan.serial else ""
    return Known(book=reading.lot_book(turn, scan.product.sku), used_by=used)


def _used_by(turn: Turn, session: PackSession, unit: str) -> str:
    """Packed here and not told yet, or as the centre last said; what this order took out again may go in again."""
    here = turn.work.get(TakenSerial, unit)
    if here is not None:
        return here.order or here.order_id
    told = turn.doc(UsedSerial, unit)
    return told.order if told is not None and (told.shipped or told.order_id != session.order_id) else ""


def keep(turn: Turn, session: PackSession, before: PackSession) -> None:
    """Remember the numbers that went into the box, and forget those that came out."""
    order = reading.order_of(turn, session.list_id, session.order_id)
    for sku, number in session.serials - before.serials:
        unit = unit_name(sku, number)
        turn.work.put(unit, TakenSerial(unit=unit, order_id=session.order_id, order=order.number if order else ""))
    for sku, number in before.serials - session.serials:
        turn.work.drop(TakenSerial, unit_name(sku, number))


def told(turn: Turn, page: ChangesPage) -> None:
    """The centre has told every bench of these units: this one need not remember them itself."""
    for row in page.changes:
        if row.entity == SERIAL and not row.deleted:
            turn.work.drop(TakenSerial, msgspec.json.decode(row.doc, type=UsedSerial).unit)


def _session(turn: Turn) -> PackSession | None:
    return turn.work.get(PackSession, turn.bench.session_id) if turn.bench.session_id else None
