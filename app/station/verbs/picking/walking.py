"""Walk a pick list: begin it, take what a scan brings, undo, skip, come up short."""

from __future__ import annotations

from app.domain.barcodes import Gtin, Unknown
from app.domain.documents import Site
from app.domain.floor import picking
from app.domain.floor.picking import Picked
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickPhase, PickRun
from app.station.bench import Ask, Step
from app.station.desk import Turn
from app.station.verbs import reading
from app.station.verbs.picking.claiming import leased, retire


def start_picking(turn: Turn) -> Outcome:
    """Go on with the list that was begun, else begin the first leased one, else say why there is nothing to do."""
    begun = next((run for run in turn.work.all(PickRun) if run.phase is not PickPhase.FINISHED), None)
    if begun is not None:
        turn.move(step=Step.PICK, list_id=begun.list_id)
        return turn.answer(Outcome(verdict=Verdict.RIGHT, said="resumed"))
    ahead = leased(turn)
    if not ahead:
        return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="no_work"))
    work = ahead[0]
    run, facts = picking.start(work)
    turn.work.put(work.list_id, work)
    turn.work.put(run.list_id, run)
    for fact in facts:
        turn.record(fact, fence=run.fence)
    turn.move(step=Step.PICK, list_id=run.list_id)
    return turn.answer(Outcome(verdict=Verdict.RIGHT, said="started", expected=work.number))


def tote_scanned(turn: Turn, tote: str) -> Outcome:
    run = current(turn)
    site = turn.site
    stopped = _stopped(turn, run) if run.in_hand else None
    if stopped is not None:
        return stopped
    other = reading.run_with_tote(turn, tote)
    busy = other[1] if other and other[0].list_id != run.list_id else ""
    return settle(turn, run, picking.scan_tote(run, tote, known=_is_ours(site, tote), busy_with=busy))


def place_scanned(turn: Turn, location: str) -> Outcome:
    run = current(turn)
    stopped = _stopped(turn, run) if run.stop is not None and run.stop.location == location else None
    return stopped or settle(turn, current(turn), picking.scan_place(current(turn), location))


def item_scanned(turn: Turn, code: Gtin | Unknown) -> Outcome:
    run = current(turn)
    wanted = frozenset({run.stop.sku} if run.stop else ())
    scan = reading.item_of(turn, code, wanted)
    if scan is None:
        return turn.answer(Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_item", scanned=code.text))
    stopped = _stopped(turn, run, scan.units) if scan.product.sku in wanted else None
    book = reading.lot_book(turn, scan.product.sku)
    return stopped or settle(turn, current(turn), picking.scan_item(current(turn), scan, book))


def undo(turn: Turn) -> Outcome:
    run = current(turn)
    return settle(turn, run, picking.undo(run))


def skip(turn: Turn) -> Outcome:
    run = current(turn)
    return settle(turn, run, picking.skip(run))


def short(turn: Turn, reason: str) -> Outcome:
    run = current(turn)
    return settle(turn, run, picking.short(run, reason))


def current(turn: Turn) -> PickRun:
    """The list being walked. Raises LookupError if the bench has none: a bug, never a packer's mistake."""
    run = turn.work.get(PickRun, turn.bench.list_id)
    if run is None:
        raise LookupError(f"the bench is at step pick without its list {turn.bench.list_id!r}")
    return run


def _stopped(turn: Turn, run: PickRun, units: int = 1) -> Outcome | None:
    """The refusal when what is scanned would go to an order on hold; orders that may go on are served first.

    A cancelled order is walked to its end: what was picked of it is put back from its tote.
    """
    held = frozenset(
        order_id
        for order_id in run.orders
        if reading.stopped(turn, run.list_id, order_id) and not reading.cancelled(turn, run.list_id, order_id)
    )
    moved, order_id = picking.held_here(run, held, units)
    if moved != run:
        turn.work.put(run.list_id, moved)
    if not order_id:
        return None
    reason = reading.stopped(turn, run.list_id, order_id)
    return turn.answer(Outcome(verdict=Verdict.NOT_NOW, said="order_stopped", expected=reason), order_id)


def settle(turn: Turn, before: PickRun, picked: Picked) -> Outcome:
    """Keep what a rule of the walk came to: its facts, the walk, and the question it asks."""
    run, outcome, facts = picked
    for fact in facts:
        turn.record(fact, order_id=getattr(fact, "order_id", None), fence=run.fence)
    if run.phase is PickPhase.FINISHED and before.phase is not PickPhase.FINISHED:
        run = _finish(turn, run)
    if run != before:
        turn.work.put(run.list_id, run)
        retire(turn, run.list_id)
    if run.unsure is not None and not outcome.refused:
        turn.move(ask=Ask.LOT)
    return turn.answer(outcome)


def _finish(turn: Turn, run: PickRun) -> PickRun:
    """Totes with goods go to the bench; an order for which nothing was found leaves its tote free."""
    empty = tuple(order for order in run.orders if not sum(run.picked_for(order).values()))
    turn.move(step=Step.PACK if len(empty) < len(run.orders) else Step.QUEUE, session_id="", list_id="")
    return run.with_emptied(*empty)


def _is_ours(site: Site | None, tote: str) -> bool:
    return site is not None and tote in site.totes
