"""Pack an order: open it by its tote, verify each unit into the carton, close, and let the label follow by itself."""

from __future__ import annotations

from dataclasses import replace

from app.domain.barcodes import Gtin, Unknown
from app.domain.documents import WorkOrder
from app.domain.facts import PackSessionOpened
from app.domain.floor import packing
from app.domain.floor.pack_tracing import PackLine
from app.domain.floor.packing import Packed, PackSession, SessionState
from app.domain.floor.picking import ItemScan
from app.domain.floor.tracing import LotUnits, lots_of
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickRun
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.verbs import lots, reading
from app.station.verbs.packing import labelling_up
from app.station.verbs.picking import claiming


def tote_scanned(turn: Turn, tote: str) -> Outcome:
    """Open the order in this tote, or come back to it where it was left."""
    found = reading.run_with_tote(turn, tote)
    if found is None:
        known = turn.site is not None and tote in turn.site.totes
        said, verdict = ("tote_empty", Verdict.NOT_NOW) if known else ("unknown_tote", Verdict.UNKNOWN_BARCODE)
        return turn.answer(Outcome(verdict=verdict, said=said, scanned=tote))
    run, order_id = found
    reason = reading.stopped(turn, run.list_id, order_id)
    if reason:
        return _stop(turn, run.list_id, order_id, tote, reason)
    refusal = _may_open(turn, run, order_id, tote)
    if refusal is not None:
        return turn.answer(refusal, order_id)
    session = _session_of(turn, order_id) or _open(turn, run, order_id, tote)
    turn.work.put(session.session_id, replace(session, state=SessionState.OPEN))
    turn.move(step=Step.PACK, session_id=session.session_id, list_id=run.list_id)
    number = _number(turn, run.list_id, order_id)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="session_opened", scanned=tote, expected=number), order_id)


def item_scanned(turn: Turn, code: Gtin | Unknown) -> Outcome:
    session = current(turn)
    if session is None:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="tote_to_pack_first", scanned=code.text))
    reason = reading.stopped(turn, session.list_id, session.order_id)
    if reason:
        return _stop(turn, session.list_id, session.order_id, code.text, reason)
    wanted = frozenset(line.sku for line in session.lines)
    scan = lots.completed(turn, session, code) or reading.item_of(turn, code, wanted)
    if scan is None:
        return turn.answer(
            Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_item", scanned=code.text), session.order_id
        )
    return _scanned(turn, session, scan)


def lot_named(turn: Turn, lot: str) -> Outcome:
    """The packer says of which picked lot the scanned unit is."""
    session = current(turn)
    asked = session.asked if session else None
    product = reading.product(turn, asked.sku) if asked else None
    if session is None or asked is None or product is None:
        return _no_session(turn)
    if lot == lots.NONE_OF_THESE:
        turn.work.put(session.session_id, replace(session, asked=None))
        refused = Outcome(verdict=Verdict.WRONG_ITEM, said="lot_not_picked", scanned_sku=asked.sku)
        return turn.answer(refused, session.order_id)
    return _scanned(turn, session, ItemScan(product=product, units=asked.units, text=asked.barcode, lot=lot))


def _scanned(turn: Turn, session: PackSession, scan: ItemScan) -> Outcome:
    sku = scan.product.sku
    wanted = any(line.sku == sku for line in session.lines)
    elsewhere, _ = ("", "") if wanted else reading.tote_wanting(turn, sku, session.order_id)
    known = lots.known(turn, session, scan)
    outcome = _settle(turn, session, packing.scan_item(session, scan, elsewhere, known))
    if outcome.said == "which_lot_packed":
        turn.move(ask=Ask.PACK_LOT)
    return outcome


def undo(turn: Turn) -> Outcome:
    session = current(turn)
    return _no_session(turn) if session is None else _settle(turn, session, packing.undo(session))


def short(turn: Turn, reason: str) -> Outcome:
    session = current(turn)
    return _no_session(turn) if session is None else _settle(turn, session, packing.short(session, reason))


def choose_carton(turn: Turn, number: int) -> Outcome:
    """Take the n-th carton (from 1) of the site's list for this order."""
    session, site = current(turn), turn.site
    if session is None or site is None:
        return _no_session(turn)
    if number > len(site.cartons):
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_such_carton", scanned=str(number)))
    return _settle(turn, session, packing.choose_carton(session, site.cartons[number - 1]))


def close_carton(turn: Turn) -> Outcome:
    session = current(turn)
    if session is None:
        return _no_session(turn)
    return _close(turn, session)


def suspend(turn: Turn) -> None:
    """Park the order open at the bench: its tote keeps what is not packed, the carton stays with it."""
    session = current(turn)
    if session is not None:
        turn.work.put(session.session_id, replace(session, state=SessionState.SUSPENDED))
    turn.move(step=Step.QUEUE, session_id="")


def current(turn: Turn) -> PackSession | None:
    return turn.work.get(PackSession, turn.bench.session_id) if turn.bench.session_id else None


def _settle(turn: Turn, before: PackSession, packed: Packed) -> Outcome:
    session, outcome, facts = packed
    for fact in facts:
        turn.record(fact, order_id=session.order_id, fence=session.fence)
    if session != before:
        turn.work.put(session.session_id, session)
        lots.keep(turn, session, before)
    if facts and not session.left and not outcome.refused and session.packed:
        return _close(turn, session)
    if facts and not session.left and not session.packed:
        return _give_up(turn, session, outcome)
    return turn.answer(outcome, session.order_id)


def _close(turn: Turn, session: PackSession) -> Outcome:
    """The last verified unit closes the carton and the session; the label is bought and printed by itself."""
    reason = reading.stopped(turn, session.list_id, session.order_id)
    if reason:
        return _stop(turn, session.list_id, session.order_id, session.tote, reason)
    closed, outcome, facts = packing.close_carton(session, turn.desk.new_id())
    if outcome.refused:
        return turn.answer(outcome, session.order_id)
    for fact in facts:
        turn.record(fact, order_id=session.order_id, fence=session.fence)
    turn.work.drop(PackSession, closed.session_id)
    turn.answer(outcome, session.order_id)
    labelling_up.begin(turn, closed, facts)
    _empty_tote(turn, session.list_id, session.order_id)
    return outcome


def _give_up(turn: Turn, session: PackSession, outcome: Outcome) -> Outcome:
    """Every line turned out short: there is no parcel; the order goes back to the centre's desk."""
    turn.work.drop(PackSession, session.session_id)
    _empty_tote(turn, session.list_id, session.order_id)
    turn.move(step=Step.PACK if waiting_totes(turn) else Step.QUEUE, session_id="")
    return turn.answer(outcome, session.order_id)


def waiting_totes(turn: Turn) -> list[tuple[str, PickRun, str]]:
    """(tote, list, order) for every picked tote at this bench that is not packed yet."""
    return [
        (tote, run, order_id)
        for run in turn.work.all(PickRun)
        for order_id, tote in run.totes
        if order_id not in run.emptied and run.stop is None
    ]


def _stop(turn: Turn, list_id: str, order_id: str, scanned: str, reason: str) -> Outcome:
    """The centre has stopped this order: nothing more is counted, everything of it goes to the problem shelf.

    A cancelled order leaves the bench for good; one on hold keeps its tote and can be opened when the hold is over.
    """
    outcome = Outcome(verdict=Verdict.NOT_NOW, said="order_stopped", scanned=scanned, expected=reason)
    turn.answer(outcome, order_id)
    session = current(turn)
    if session is not None and session.order_id == order_id:
        suspend(turn)
    if reading.cancelled(turn, list_id, order_id):
        parked = _session_of(turn, order_id)
        if parked is not None:
            turn.work.drop(PackSession, parked.session_id)
        _empty_tote(turn, list_id, order_id)
    return outcome


def _empty_tote(turn: Turn, list_id: str, order_id: str) -> None:
    run = turn.work.get(PickRun, list_id)
    if run is not None:
        turn.work.put(list_id, run.with_emptied(order_id))
        claiming.retire(turn, list_id)


def _may_open(turn: Turn, run: PickRun, order_id: str, tote: str) -> Outcome | None:
    if any(need.left for stop in run.stops for need in stop.needs if need.order_id == order_id):
        return Outcome(verdict=Verdict.NOT_NOW, said="not_picked_yet", scanned=tote)
    session = current(turn)
    if session is not None and session.state is SessionState.OPEN and session.order_id == order_id:
        return Outcome(verdict=Verdict.ALREADY_DONE, said="session_open", scanned=tote)
    if session is not None and session.state is SessionState.OPEN:
        return Outcome(verdict=Verdict.WRONG_TOTE, said="finish_first", scanned=tote, expected=session.tote)
    return None


def _session_of(turn: Turn, order_id: str) -> PackSession | None:
    sessions = turn.work.all(PackSession)
    return next((s for s in sessions if s.order_id == order_id and s.state is SessionState.SUSPENDED), None)


def _open(turn: Turn, run: PickRun, order_id: str, tote: str) -> PackSession:
    order = reading.order_of(turn, run.list_id, order_id)
    if order is None:
        raise LookupError(f"list {run.list_id!r} has no order {order_id!r}")
    lines = _lines(turn, order, run.picked_for(order_id), lots_of(run, order_id))
    session = PackSession(
        session_id=turn.desk.new_id(), list_id=run.list_id, order_id=order_id, fence=run.fence, tote=tote,
        lines=lines, carton=_suggest(turn, lines),
    )  # fmt: skip
    fact = PackSessionOpened(session_id=session.session_id, list_id=run.list_id, order_id=order_id, tote=tote)
    turn.record(fact, order_id=order_id, fence=run.fence)
    return session


def _lines(
    turn: Turn, order: WorkOrder, picked: dict[str, int], traced: dict[str, tuple[LotUnits, ...]]
) -> tuple[PackLine, ...]:
    products = {line.sku: reading.product(turn, line.sku) for line in order.lines}
    return tuple(
        PackLine(
            line_id=line.line_id, sku=line.sku, ordered=line.quantity, wanted=picked.get(line.line_id, 0),
            lots=traced.get(line.line_id, ()), by_serial=bool((p := products[line.sku]) and p.by_serial),
        )
        for line in order.lines
        if picked.get(line.line_id, 0)
    )  # fmt: skip


def _suggest(turn: Turn, lines: tuple[PackLine, ...]) -> str:
    site = turn.site
    products = {line.sku: reading.product(turn, line.sku) for line in lines}
    grams = sum((p.grams or 0) * line.wanted for line in lines if (p := products[line.sku]))
    return packing.suggest_carton(site.cartons if site else (), grams)


def _number(turn: Turn, list_id: str, order_id: str) -> str:
    order = reading.order_of(turn, list_id, order_id)
    return order.number if order else ""


def _no_session(turn: Turn) -> Outcome:
    return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="tote_to_pack_first"))
