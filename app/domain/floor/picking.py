"""Walking one pick list: where to go, what to take, into which tote. Pure: no clock, no database, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.domain.documents import Product, WorkList
from app.domain.facts import Fact, ItemPicked, ItemShortPicked, PickFinished, PickStarted, ToteAssigned, UnitPutBack
from app.domain.floor.tracing import NO_LOTS, LotBook, Meant, in_order, meant, same_goods, stay, too_big
from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import InHand, Need, PickPhase, PickRun, Put, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScan:
    """A product barcode, looked up: `units` > 1 for an inner or a case; lot, serial, expiry where it names them."""

    product: Product
    units: int
    text: str
    lot: str = ""
    serial: str = ""
    expiry: date | None = None


Picked = tuple[PickRun, Outcome, tuple[Fact, ...]]


def start(work: WorkList) -> tuple[PickRun, tuple[Fact, ...]]:
    """Begin walking a leased list, its stops in walk order. Orders on hold or cancelled are left out."""
    open_orders = tuple(order.order_id for order in work.orders if order.state == "open")
    stops = []
    for stop in sorted(work.stops, key=lambda stop: stop.stop_no):
        needs = tuple(
            Need(order_id=need.order_id, line_id=need.line_id, quantity=need.quantity)
            for need in stop.needs
            if need.order_id in open_orders
        )
        if needs:
            stops.append(
                Stop(
                    stop_no=stop.stop_no, location=stop.location, sku=stop.sku, needs=needs, lot=stop.lot,
                    expiry=stop.expiry, lots=in_order(stop.lots),
                )
            )  # fmt: skip
    run = PickRun(list_id=work.list_id, fence=work.fence, orders=open_orders, stops=tuple(stops))
    return run, (PickStarted(list_id=work.list_id),)


def scan_tote(run: PickRun, tote: str, *, known: bool, busy_with: str) -> Picked:
    """A tote gets its order, or takes what is in hand. `busy_with` is the order that has it elsewhere ("" if free)."""
    owner = next((order_id for order_id, given in run.totes if given == tote), "")
    if run.phase is PickPhase.TOTES:
        if not known:
            return run, Outcome(verdict=Verdict.UNKNOWN_BARCODE, said="unknown_tote", scanned=tote), ()
        if owner:
            return run, Outcome(verdict=Verdict.ALREADY_DONE, said="tote_given", scanned=tote, expected=owner), ()
        if busy_with:
            return run, Outcome(verdict=Verdict.WRONG_TOTE, said="tote_busy", scanned=tote, belongs=busy_with), ()
        order_id = run.next_order
        moved = replace(run, totes=(*run.totes, (order_id, tote)))
        fact = ToteAssigned(list_id=run.list_id, order_id=order_id, tote=tote)
        return moved, Outcome(verdict=Verdict.RIGHT, said="tote_assigned", scanned=tote, expected=order_id), (fact,)
    stop = run.stop
    if stop is None:
        return run, _not_walking(run, tote), ()
    if run.in_hand is None:
        said = "item_first" if stop.location_done else "location_first"
        return run, Outcome(verdict=Verdict.NOT_NOW, said=said, scanned=tote, expected=stop.location), ()
    wanted = run.tote_of(run.to_order)
    if tote != wanted:
        said = "other_tote" if owner else "foreign_tote"
        outcome = Outcome(
            verdict=Verdict.WRONG_TOTE, said=said, scanned=tote, expected=wanted, belongs=wanted, scanned_sku=stop.sku
        )
        return run, outcome, ()
    return _put(run, stop, run.in_hand)


def scan_place(run: PickRun, location: str) -> Picked:
    """Confirm the location; a wrong one says where to go."""
    stop = run.stop
    if run.phase is PickPhase.TOTES or stop is None:
        return run, _not_walking(run, location), ()
    if location != stop.location:
        outcome = Outcome(
            verdict=Verdict.WRONG_TOTE, said="wrong_location", scanned=location, expected=stop.location,
            belongs=stop.location,
        )  # fmt: skip
        return run, outcome, ()
    if stop.location_done:
        return run, Outcome(verdict=Verdict.ALREADY_DONE, said="location_done", scanned=location), ()
    moved = run.with_stop(replace(stop, location_done=True))
    return moved, Outcome(verdict=Verdict.RIGHT, said="location_right", scanned=location, expected_sku=stop.sku), ()


def scan_item(run: PickRun, scan: ItemScan, book: LotBook = NO_LOTS) -> Picked:
    """Take a unit (or a case) if it is what the stop wants; `book` is what is known of the product's lots."""
    stop, sku = run.stop, scan.product.sku
    if run.phase is PickPhase.TOTES or stop is None:
        return run, _not_walking(run, scan.text, sku), ()
    if run.phase is PickPhase.TOTE:
        return run, _hand_full(run, scan.text, sku), ()
    if sku != stop.sku:
        return run, _wrong_item(run, stop, scan), ()
    if run.phase is PickPhase.LOCATION:
        outcome = Outcome(
            verdict=Verdict.NOT_NOW, said="location_first", scanned=scan.text, scanned_sku=sku, expected=stop.location
        )
        return run, outcome, ()
    return place_lot(run, stop, InHand(quantity=scan.units, barcode=scan.text, lot=scan.lot), scan.expiry, book)


def place_lot(run: PickRun, stop: Stop, hand: InHand, expiry: date | None, book: LotBook) -> Picked:
    """A unit (or a case) of the right product at the right place: into the hand if it is of a lot that may be taken."""
    most = max(stop.room, *(one.room for one in run.stops if same_goods(one, stop)))
    if hand.quantity > most:
        return run, too_big(stop, hand, most), ()
    found = meant(run, stop, hand, expiry, book)
    if not isinstance(found, Meant):
        return *found, ()
    if hand.quantity > found.stop.room:
        return run, too_big(found.stop, hand, found.stop.room), ()
    return take(found.run, found.stop, found.hand)


def take(run: PickRun, stop: Stop, hand: InHand) -> Picked:
    """Into the hand for a cluster, straight into the only tote of a discrete list."""
    settled = replace(run, unsure=None, offered=None)
    if len(run.orders) == 1:
        return _put(settled, stop, hand)
    taken = replace(settled, in_hand=hand)
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="in_hand", scanned=hand.barcode, scanned_sku=stop.sku, quantity=hand.quantity,
        expected=taken.tote_of(taken.to_order), lot=hand.lot,
    )  # fmt: skip
    return taken, outcome, ()


def undo(run: PickRun) -> Picked:
    """Put one unit back: out of the hand, or out of the tote it went into last. A finished walk stays finished:
    what is wrong in a tote then is put right at packing."""
    if run.phase is PickPhase.FINISHED:
        return run, _not_walking(run, ""), ()
    if run.in_hand:
        sku = run.stop.sku if run.stop else ""
        return replace(run, in_hand=None), Outcome(verdict=Verdict.RIGHT, said="hand_emptied", scanned_sku=sku), ()
    if not run.puts:
        return run, Outcome(verdict=Verdict.NOT_NOW, said="nothing_to_undo"), ()
    last = run.puts[-1]
    stop = next(stop for stop in run.stops if stop.stop_no == last.stop_no)
    rest = (replace(last, quantity=last.quantity - 1),) if last.quantity > 1 else ()
    back = _count(replace(stop, location_done=True), last.line_id, last.order_id, done=-1)
    others = tuple(other for other in run.stops if other.stop_no != last.stop_no)
    finished = tuple(other for other in others if not other.left)
    ahead = tuple(other for other in others if other.left)
    moved = replace(run, stops=(*finished, back, *ahead), puts=(*run.puts[:-1], *rest))
    fact = UnitPutBack(
        list_id=run.list_id, stop_no=stop.stop_no, order_id=last.order_id, line_id=last.line_id, sku=stop.sku,
        quantity=1, location=stop.location, lot=last.lot,
    )  # fmt: skip
    outcome = Outcome(verdict=Verdict.RIGHT, said="unit_put_back", scanned_sku=stop.sku, belongs=stop.location)
    return moved, outcome, (fact,)


def short(run: PickRun, reason: str) -> Picked:
    """What is still missing at this stop is not there: each need is short, the walk goes on."""
    stop = run.stop
    if stop is None or run.phase is PickPhase.TOTES:
        return run, _not_walking(run, ""), ()
    if run.in_hand:
        return run, _hand_full(run, "", ""), ()
    facts: list[Fact] = [
        ItemShortPicked(
            list_id=run.list_id, order_id=need.order_id, line_id=need.line_id, sku=stop.sku, quantity=need.left,
            reason=reason, location=stop.location, lot=stop.lot,
        )
        for need in stop.needs
        if need.left
    ]  # fmt: skip
    needs = tuple(replace(need, short=need.short + need.left) for need in stop.needs)
    moved = stay(run.with_stop(replace(stop, needs=needs)), stop)
    if moved.phase is PickPhase.FINISHED:
        facts.append(PickFinished(list_id=run.list_id))
    outcome = Outcome(verdict=Verdict.RIGHT, said="shorted", scanned_sku=stop.sku, quantity=stop.left)
    return moved, outcome, tuple(facts)


def skip(run: PickRun) -> Picked:
    """Come back to this stop last."""
    stop = run.stop
    ahead = [other for other in run.stops if other.left]
    if stop is None or run.phase is PickPhase.TOTES:
        return run, _not_walking(run, ""), ()
    if run.in_hand:
        return run, _hand_full(run, "", ""), ()
    if len(ahead) < 2:
        return run, Outcome(verdict=Verdict.NOT_NOW, said="last_stop"), ()
    rest = tuple(other for other in run.stops if other.stop_no != stop.stop_no)
    moved = replace(run, stops=(*rest, replace(stop, location_done=False)))
    return moved, Outcome(verdict=Verdict.RIGHT, said="skipped", expected=moved.stop.location if moved.stop else ""), ()


def held_here(run: PickRun, held: frozenset[str], units: int = 1) -> tuple[PickRun, str]:
    """The walk with the orders that may go on served first, and the held order that would get the next units.

    "" when an order that may go on gets them. A stop where only held orders want something is left for last.
    """
    stop = run.stop
    if stop is None or not held:
        return run, ""
    if run.in_hand:
        return run, run.to_order if run.to_order in held else ""
    first = tuple(sorted(stop.needs, key=lambda need: need.order_id in held))
    sorted_ = run.with_stop(replace(stop, needs=first))
    waiting = replace(stop, needs=first).taker(units)
    if waiting not in held:
        return sorted_, ""
    free = any(need.left and need.order_id not in held for other in run.stops for need in other.needs)
    if not free or any(need.left and need.order_id not in held for need in stop.needs):
        return sorted_, waiting
    rest = tuple(other for other in run.stops if other.stop_no != stop.stop_no)
    return replace(run, stops=(*rest, replace(stop, location_done=False))), waiting


def _put(run: PickRun, stop: Stop, hand: InHand) -> Picked:
    """Into the tote of one order; a case may fill several of its lines."""
    order_id = stop.taker(hand.quantity)
    tote = run.tote_of(order_id)
    rest, counted, puts = hand.quantity, stop, list(run.puts)
    facts: list[Fact] = []
    for need in stop.needs:
        units = min(rest, need.left) if need.order_id == order_id else 0
        if not units:
            continue
        rest -= units
        counted = _count(counted, need.line_id, order_id, done=units)
        puts.append(Put(stop_no=stop.stop_no, order_id=order_id, line_id=need.line_id, quantity=units, lot=hand.lot))
        facts.append(
            ItemPicked(
                list_id=run.list_id, stop_no=stop.stop_no, order_id=order_id, line_id=need.line_id, sku=stop.sku,
                quantity=units, tote=tote, location=stop.location, barcode=hand.barcode, lot=hand.lot,
                instead_of=hand.instead_of, reason=hand.reason,
            )
        )  # fmt: skip
    moved = stay(replace(run.with_stop(counted), in_hand=None, puts=tuple(puts)), stop)
    if moved.phase is PickPhase.FINISHED:
        facts.append(PickFinished(list_id=run.list_id))
    outcome = Outcome(
        verdict=Verdict.RIGHT, said="picked", scanned=hand.barcode, scanned_sku=stop.sku, expected=tote,
        quantity=hand.quantity, lot=hand.lot,
    )  # fmt: skip
    return moved, outcome, tuple(facts)


def _not_walking(run: PickRun, scanned: str, sku: str = "") -> Outcome:
    """Before every order has a tote, and after the last stop."""
    said = "walk_finished" if run.phase is PickPhase.FINISHED else "totes_first"
    return Outcome(verdict=Verdict.NOT_NOW, said=said, scanned=scanned, scanned_sku=sku)


def _hand_full(run: PickRun, scanned: str, sku: str) -> Outcome:
    """What is in hand goes into its tote (or back, by undo) before anything else."""
    tote = run.tote_of(run.to_order)
    return Outcome(
        verdict=Verdict.NOT_NOW, said="tote_first", scanned=scanned, scanned_sku=sku, expected=tote, belongs=tote
    )


def _count(stop: Stop, line_id: str, order_id: str, *, done: int) -> Stop:
    needs = tuple(
        replace(need, done=need.done + done) if (need.line_id, need.order_id) == (line_id, order_id) else need
        for need in stop.needs
    )
    return replace(stop, needs=needs)


def _wrong_item(run: PickRun, stop: Stop, scan: ItemScan) -> Outcome:
    """Say where the scanned thing does belong: another stop of this walk, or the shelf it lives on."""
    sku = scan.product.sku
    others = [other for other in run.stops if other.sku == sku]
    if others and not any(other.left for other in others):
        verdict, said = Verdict.ONE_TOO_MANY, "all_picked"
    else:
        verdict, said = Verdict.WRONG_ITEM, "wrong_item"
    belongs = next((other.location for other in others if other.left), "") or scan.product.home
    return Outcome(
        verdict=verdict, said=said, scanned=scan.text, scanned_sku=sku, expected_sku=stop.sku, belongs=belongs,
        quantity=scan.units,
    )  # fmt: skip
