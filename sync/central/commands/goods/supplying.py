"""`packbench central supply ...`: what is low, what is proposed and bought, and what was told."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from app.central.intake.setting import site_row
from app.central.supply import seeing
from app.central.supply.buying import proposing, purchasing, receiving
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.buying.receiving import Arrival, Delivery
from app.central.supply.faces.refilling import refill
from app.central.supply.looking import look_now
from app.central.supply.setting import see_settings, set_supply
from app.central.supply.values import ProposalRow, PurchaseRow
from app.domain.stock.supply.supply_settings import RANGES, SupplySettings
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong

MOST: Final = 1000


def add_arguments(verbs: Any) -> None:
    """Mount the verbs of supply."""
    supply = verbs.add_parser("supply", help="low stock, purchases and what arrives of them").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    for name, words in (
        ("run", "look at everything now: demand, alerts, proposals, refills of pick faces"),
        ("low", "what is low"),
        ("proposals", "what is proposed to be bought, and why"),
        ("alerts", "what crossed its line and has not recovered"),
        ("purchases", "what was ordered, newest first"),
    ):
        supply.add_parser(name, help=words)
    approve = supply.add_parser("approve", help="order what is proposed")
    approve.add_argument("id", nargs="+", help="proposals")
    approve.add_argument("--quantity", type=int, help="so many units instead; for one proposal")
    reject = supply.add_parser("reject", help="say no to a proposal")
    reject.add_argument("id")
    reject.add_argument("--why", required=True)
    reject.add_argument("--days", type=int, help="propose nothing for so long (default: its review period)")
    export = supply.add_parser("export", help="a purchase for its supplier, on standard output")
    export.add_argument("purchase")
    export.add_argument("--text", action="store_true", help="a letter instead of a CSV file")
    close = supply.add_parser("close", help="nobody waits for the rest of a purchase any more")
    close.add_argument("purchase")
    close.add_argument("--why", required=True)
    _receive(supply.add_parser("receive", help="goods of a purchase arrived"))
    settings = supply.add_parser("settings", help="show or change how supply is looked at")
    settings.add_argument("change", nargs="*", metavar="NAME=NUMBER", help=", ".join(RANGES))


def _receive(one: Any) -> None:
    one.add_argument("purchase")
    one.add_argument("sku", help="the SKU, or a barcode with --scanned")
    one.add_argument("location")
    one.add_argument("quantity", type=int)
    one.add_argument("--scanned", action="store_true")
    one.add_argument("--level", default="each", help="each, inner, case or pallet")
    one.add_argument("--damaged", type=int, default=0, help="units among them")
    one.add_argument("--lot", default="")
    one.add_argument("--expiry", type=date.fromisoformat, default=None, help="last good day of the lot")
    one.add_argument("--serial", action="append", default=[])
    one.add_argument("--key", default="", help="the same key again changes nothing")


def run(hand: Hand, args: argparse.Namespace) -> int:
    told = _VERBS[args.what](hand, args)
    if isinstance(told, NotSupplied):
        raise Wrong(f"{told.field}: {told.why}")
    print(told)
    return 0


def _look(hand: Hand, args: argparse.Namespace) -> str:
    look_now(hand.centre, hand.site)
    after = hand.centre.do(refill, hand.site)
    while after:
        after = hand.centre.do(refill, hand.site, after)
    found = seeing.list_proposals(hand.centre, hand.site, MOST)
    raised = seeing.list_alerts(hand.centre, hand.site, MOST, "raised")
    return f"{len(found)} proposals are open, {len(raised)} alerts are raised"


def _low(hand: Hand, args: argparse.Namespace) -> str:
    rows = seeing.low(hand.centre, hand.site, MOST)
    told = [
        f"{row.sku}: {row.available} can be sold, {'-' if row.cover_days is None else row.cover_days} days; bought at"
        f" {row.reorder_point} up to {row.order_up_to}; {row.proposed} proposed, {row.on_order} on order"
        for row in rows
    ]
    return "\n".join(told) or "nothing is low"


def _proposals(hand: Hand, args: argparse.Namespace) -> str:
    rows = seeing.list_proposals(hand.centre, hand.site, MOST)
    told = [f"{row.proposal_id} {row.supplier}: {row.quantity} x {row.sku}. {row.words}" for row in rows]
    return "\n".join(told) or "nothing is proposed"


def _alerts(hand: Hand, args: argparse.Namespace) -> str:
    rows = seeing.list_alerts(hand.centre, hand.site, MOST, "raised")
    return "\n".join(f"{row.raised_at:%Y-%m-%d %H:%M} {row.kind} {row.words}" for row in rows) or "no alerts"


def _purchases(hand: Hand, args: argparse.Namespace) -> str:
    rows = purchasing.list_purchases(hand.centre, hand.site, MOST)
    return "\n".join(map(_purchase, rows)) or "nothing was ordered"


def _purchase(row: PurchaseRow) -> str:
    return f"{row.number} {row.supplier} {row.state}, expected on {row.expected_on}"


def _approve(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    if args.quantity is not None and len(args.id) != 1:
        raise Wrong("--quantity is for one proposal")
    quantities = {} if args.quantity is None else {args.id[0]: args.quantity}
    made = hand.centre.do(proposing.approve_proposals, hand.site, hand.actor, args.id, quantities)
    return made if isinstance(made, NotSupplied) else "\n".join(map(_purchase, made))


def _reject(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    done = hand.centre.do(proposing.reject_proposal, hand.site, hand.actor, args.id, args.why, args.days)
    return f"{done.sku} is not bought" if isinstance(done, ProposalRow) else done


def _export(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    found = purchasing.see_purchase(hand.centre, hand.site, args.purchase)
    if found is None:
        return NotSupplied("unknown", "purchase", f"there is no purchase {args.purchase!r}")
    if not args.text:
        return purchasing.as_csv(found).decode().rstrip("\r\n")
    with hand.centre.read(hand.site) as work:
        return purchasing.as_text(found, site_row(work).name).rstrip("\n")


def _close(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    done = hand.centre.do(purchasing.close_purchase, hand.site, hand.actor, args.purchase, args.why)
    return _purchase(done) if isinstance(done, PurchaseRow) else done


def _arrived(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    given = Delivery(
        purchase=args.purchase,
        location=args.location,
        quantity=args.quantity,
        key=args.key or hand.centre.new_id(),
        sku="" if args.scanned else args.sku,
        scanned=args.sku if args.scanned else "",
        level=args.level,
        damaged=args.damaged,
        lot=args.lot,
        expiry=args.expiry,
        serials=tuple(args.serial),
    )
    came = hand.centre.do(receiving.receive_delivery, hand.site, hand.actor, given)
    if not isinstance(came, Arrival):
        return came
    made, again = came.receipt, " before" if came.again else ""
    return f"{made.units} x {made.sku} received{again}, {made.damaged} damaged; {came.left} are still to come"


def _settings(hand: Hand, args: argparse.Namespace) -> str | NotSupplied:
    changes: dict[str, int] = {}
    for text in args.change:
        name, _, number = text.partition("=")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise Wrong(f"{name}: expected NAME=NUMBER, got {text!r}")
        changes[name] = int(number)
    done: SupplySettings | NotSupplied = see_settings(hand.centre, hand.site)
    if changes:
        done = hand.centre.do(set_supply, hand.site, hand.actor, changes)
    if isinstance(done, NotSupplied):
        return done
    return "\n".join(f"{name} = {getattr(done, name)}" for name in RANGES)


_VERBS: Final[dict[str, Callable[[Hand, argparse.Namespace], str | NotSupplied]]] = {
    "run": _look,
    "low": _low,
    "proposals": _proposals,
    "alerts": _alerts,
    "purchases": _purchases,
    "approve": _approve,
    "reject": _reject,
    "export": _export,
    "close": _close,
    "receive": _arrived,
    "settings": _settings,
}

VERBS: Final[dict[str, Verb]] = {"supply": run}
