"""`packbench central inventory ...`: what channels may sell, what changed of it, and telling a channel now."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

from app.central.inventory.publishing import publish_all
from app.central.inventory.pushing import push_now
from app.central.inventory.reading import Item, Reset, channel_id_of, inventory, inventory_changes
from app.central.inventory.standing import PushHealth, channel_standing
from app.central.inventory.values import NotRuled
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong
from sync.channels.publishing.pusher import deliver_next, ways

AT_ONCE: Final = 500
COUNTED: Final = ("on_hand", "allocated", "reserved", "unavailable", "safety", "incoming")


def add_arguments(verbs: Any) -> None:
    """Mount the verbs of inventory."""
    what = verbs.add_parser("inventory", help="what each channel may sell").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    show = what.add_parser("show", help="what may be sold now, and the number to ask for changes behind")
    show.add_argument("sku", nargs="*", help="only these")
    changes = what.add_parser("changes", help="what changed behind a number, each SKU once as it is now")
    changes.add_argument("after", type=int)
    for one in (show, changes):
        one.add_argument("--channel", default="", help="only what this channel may sell")
    push = what.add_parser("push", help="tell a channel now what it does not know yet")
    push.add_argument("channel")
    push.add_argument("--anew", action="store_true", help="everything, as if it knew nothing")


def run(hand: Hand, args: argparse.Namespace) -> int:
    return _VERBS[args.what](hand, args)


def _show(hand: Hand, args: argparse.Namespace) -> int:
    publish_all(hand.centre, hand.site)
    channel_id, after, seq = _channel(hand, args.channel), "", 0
    for sku in args.sku:
        page = inventory(hand.centre, hand.site, channel_id, "", 1, sku=sku)
        if not page.items:
            raise Wrong(f"sku: the catalogue has no {sku!r} that was ever in stock")
        _say(page.items)
        seq = page.seq
    while not args.sku:
        page = inventory(hand.centre, hand.site, channel_id, after, AT_ONCE)
        _say(page.items)
        seq = seq or page.seq
        if len(page.items) < AT_ONCE:
            break
        after = page.items[-1].sku
    print(f"up to {seq}")
    return 0


def _changes(hand: Hand, args: argparse.Namespace) -> int:
    channel_id, after, first = _channel(hand, args.channel), args.after, True
    if after < 0:
        raise Wrong("after: 0 or more")
    while True:
        page = inventory_changes(hand.centre, hand.site, channel_id, after, AT_ONCE, first)
        if isinstance(page, Reset):
            raise Wrong(f"after: {page.why}; read all with `inventory show`, then go on behind {page.seq}")
        _say(page.items)
        if len(page.items) < AT_ONCE:
            print(f"up to {max(after, page.seq)}")
            return 0
        after, first = page.items[-1].seq, False


def _push(hand: Hand, args: argparse.Namespace) -> int:
    """Deliver here and now, whether or not a server runs: only one of both ever tells a channel at a time."""
    publish_all(hand.centre, hand.site)
    channel_id = hand.centre.do(push_now, hand.site, args.channel, hand.actor, anew=args.anew)
    if isinstance(channel_id, NotRuled):
        raise Wrong(f"{channel_id.field}: {channel_id.why}")
    how, told = ways(hand.shops), 0
    while (outcome := deliver_next(hand.centre, how, channel_id)) is not None:
        told += len(outcome.sent)
        if outcome.fault:
            print(f"{args.channel}: {told} told, then: {outcome.fault}")
            return 1
    health = _health(hand, args.channel)
    for sku, why in health.refused:
        print(f"{sku} is not taken: {why}")
    print(f"{args.channel}: {told} told, {health.waiting} wait")
    return 0


def _health(hand: Hand, code: str) -> PushHealth:
    standing = channel_standing(hand.centre, hand.site, code, "", 1)
    assert standing is not None, code
    assert standing.push is not None, code
    return standing.push


def _channel(hand: Hand, code: str) -> str:
    """The id of a channel, "" for all of them. Raises Wrong."""
    found = channel_id_of(hand.centre, hand.site, code) if code else ""
    if found is None:
        raise Wrong(f"--channel: there is no channel {code!r} at {hand.site}")
    return found


def _say(items: tuple[Item, ...]) -> None:
    for item in items:
        sold = ", ".join(f"{code} {units}" for code, units in item.available.items())
        levels = item.levels
        counted = ", ".join(f"{name} {units}" for name in COUNTED if (units := getattr(levels, name, 0)))
        print(f"{item.seq} {item.sku}: {sold or 'no channel'}" + (f" ({counted})" if counted else ""))


_VERBS: Final[dict[str, Callable[[Hand, argparse.Namespace], int]]] = {
    "show": _show,
    "changes": _changes,
    "push": _push,
}

VERBS: Final[dict[str, Verb]] = {"inventory": run}
