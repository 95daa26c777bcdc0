"""`packbench central quarantine|list|order ...`: what a supervisor decides about commands, pick lists and orders."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

import msgspec

from app.central.bench.outcomes import Arrived
from app.central.bench.quarantine import Freed, NotFreed, discard_command, release_command, shelved
from app.central.centre import Centre
from app.central.intake.changing.cancelling import AlreadyCancelled, cancel_order
from app.central.intake.holds import NotHeld, place_hold, release_hold
from app.central.people.deeds import Deed, Details, Subject, act
from app.central.storage.stores.work.benches import InboxRow
from app.central.values import OrderRow
from app.central.work.release import sweep_in_turns
from app.central.work.taking_back import NotTaken, take_back
from app.domain.intake.orders import HoldReason
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.incoming import accepting
from sync.central.commands.wrong import Wrong
from sync.central.stations.opening import open_sealed
from sync.protocol import Sealed


def add_arguments(verbs: Any) -> None:
    """Mount the supervisor's verbs."""
    quarantine = verbs.add_parser("quarantine", help="commands of benches that could not be applied")
    what = quarantine.add_subparsers(dest="what", required=True, metavar="WHAT")
    what.add_parser("list", help="every command nobody has decided about, oldest first")
    for name, words in (("release", "apply it now, and what waits behind it"), ("discard", "keep it, never apply it")):
        one = what.add_parser(name, help=words)
        one.add_argument("id")
        one.add_argument("--why", required=name == "discard", default="released at the desk")
    lists = verbs.add_parser("list", help="pick lists").add_subparsers(dest="what", required=True, metavar="WHAT")
    back = lists.add_parser("take-back", help="take a list from a station that will not finish it")
    back.add_argument("number", help="the list's number, like P-218")
    back.add_argument("--why", required=True)
    orders = verbs.add_parser("order", help="orders").add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, words in (
        ("cancel", "cancel what has not left"),
        ("hold", "stop it where it stands, at the bench too"),
        ("release", "release one named hold"),
    ):
        one = orders.add_parser(name, help=words)
        one.add_argument("number")
        one.add_argument("--why", required=True)
    one.add_argument("--hold", required=True, choices=[reason.value for reason in HoldReason])
    accepting.add_order_arguments(orders)


def quarantine(hand: Hand, args: argparse.Namespace) -> int:
    centre, site = hand.centre, hand.site
    if args.what == "list":
        found = shelved(centre, site)
        for one in found:
            about = f"order {one.order}" if one.order else "no order"
            print(
                f"{one.row.id}  {one.station} #{one.row.epoch}.{one.row.seq}  {one.row.kind}  {about}: {one.row.reason}"
            )
        print(f"{len(found)} in quarantine")
        return 0
    verb = release_command if args.what == "release" else discard_command
    deed = _deed(hand, f"quarantine.{args.what}", "command", args.id, args.why)
    done = centre.do(act, site, deed, lambda centre: verb(centre, site, args.id, args.why, reopen), _unless(NotFreed))
    if isinstance(done, NotFreed):
        raise Wrong(done.why)
    _say(done)
    return 0


def _say(done: Freed) -> None:
    for seq, kind, verdict, reason in done.rows:
        print(f"command {seq} {kind}: {verdict.replace('_', ' ')}{': ' if reason else ''}{reason}")
    if done.left:
        print(f"{done.left} of this order still in quarantine")


def reopen(row: InboxRow, envelope: bytes) -> Arrived:
    """Open stored bytes as if they came again."""
    sealed = Sealed(seq=row.seq, sha256=row.sha256, envelope=msgspec.Raw(envelope))
    return open_sealed(row.station_id, row.epoch, sealed)


def pick_list(hand: Hand, args: argparse.Namespace) -> int:
    centre, site = hand.centre, hand.site
    deed = _deed(hand, "list.take_back", "list", args.number, args.why)
    done = centre.do(act, site, deed, lambda centre: take_back(centre, site, args.number, args.why), _unless(NotTaken))
    if isinstance(done, NotTaken):
        raise Wrong(done.why)
    sweep_in_turns(centre, site)
    print(f"{done.number} taken back from {done.station}; in the queue again: {', '.join(done.orders) or 'nothing'}")
    for task in done.tasks:
        print(f"to do: {task}")
    return 0


def order(hand: Hand, args: argparse.Namespace) -> int:
    if args.what in accepting.OF_CUSTOMER:
        return accepting.OF_CUSTOMER[args.what](hand, args)
    centre, site = hand.centre, hand.site
    found = _order(centre, site, args.number)
    if args.what in accepting.OF_ORDER:
        return accepting.OF_ORDER[args.what](hand, found, args)
    if args.what == "cancel":
        deed = _deed(hand, "order.cancel", "order", found.order_id, args.why)
        left = centre.do(
            act,
            site,
            deed,
            lambda centre: cancel_order(centre, site, found.order_id, args.why),
            _unless(AlreadyCancelled),
        )
        if isinstance(left, AlreadyCancelled):
            raise Wrong(left.why)
        print(f"order {found.number} cancelled{': ' if left else ''}{left}")
        return 0
    if args.what == "hold":
        return _hold(hand, found, args.why)
    deed = _deed(hand, "hold.release", "order", found.order_id, args.why)
    who, reason = f"{hand.actor.label}: {args.why}", HoldReason(args.hold)
    released = centre.do(
        act,
        site,
        deed,
        lambda centre: release_hold(centre, site, found.order_id, reason, who),
        lambda done: {"hold": args.hold} if done else None,
    )
    if not released:
        raise Wrong(f"order {found.number} has no open hold {args.hold!r}")
    sweep_in_turns(centre, site)
    print(f"order {found.number}: hold {args.hold} released")
    return 0


def _hold(hand: Hand, found: OrderRow, why: str) -> int:
    site, who = hand.site, hand.actor.label
    deed = _deed(hand, "hold.place", "order", found.order_id, why)
    done = hand.centre.do(
        act,
        site,
        deed,
        lambda centre: place_hold(centre, site, found.order_id, why, who),
        lambda made: None if isinstance(made, NotHeld) else {},
    )
    if isinstance(done, NotHeld):
        raise Wrong(f"order {found.number}: {done.why}")
    print(f"order {found.number}: on hold")
    return 0


def _deed(hand: Hand, action: str, kind: str, subject: str, why: str) -> Deed:
    return Deed(actor=hand.actor, action=action, subject=Subject(kind, subject), details={"why": why})


def _unless(refusal: type[Any]) -> Callable[[Any], Details | None]:
    """A deed that was refused changed nothing, and is not recorded."""
    return lambda done: None if isinstance(done, refusal) else {}


def _order(centre: Centre, site: str, number: str) -> OrderRow:
    with centre.read(site) as work:
        found = work.orders.numbered(number) or tuple(one for one in [work.orders.order(number)] if one is not None)
    if len(found) != 1 or found[0].site_id != site:
        ids = ", ".join(one.order_id for one in found)
        raise Wrong(f"several orders have the number {number}: give one of {ids}" if ids else f"no order {number!r}")
    return found[0]


VERBS: Final[dict[str, Verb]] = {
    "quarantine": quarantine,
    "list": pick_list,
    "order": order,
}
