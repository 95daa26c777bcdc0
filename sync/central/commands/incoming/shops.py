"""`packbench central deliveries|webhook|changes ...`: what shops sent, what they sign with, and changes that wait."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any, Final

from app.central.channels.deliveries import deliveries, retry_delivery
from app.central.channels.secrets import BadSecret, add_secret, end_secrets
from app.central.intake.changing.boxed import NoChangeWaits, send_as_packed
from app.central.intake.orders import follow_change
from app.central.work.release import sweep_in_turns
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong
from sync.central.webhooks.shops import READERS


def add_arguments(verbs: Any) -> None:
    """Mount the verbs about shops."""
    sent = verbs.add_parser("deliveries", help="what web shops sent, and what became of it")
    what = sent.add_subparsers(dest="what", required=True, metavar="WHAT")
    listing = what.add_parser("list", help="the newest deliveries")
    listing.add_argument("--stuck", action="store_true", help="only those that could not be read or applied")
    listing.add_argument("--most", type=int, default=50)
    what.add_parser("retry", help="read one again, and do what it says").add_argument("id", help="its id, or `all`")
    hook = verbs.add_parser("webhook", help="the secrets a channel's web shop signs with")
    what = hook.add_subparsers(dest="what", required=True, metavar="WHAT")
    adding = what.add_parser("secret", help="tell a new secret: asked for, or read from stdin, and never shown again")
    adding.add_argument("channel")
    adding.add_argument("--overlap-hours", type=int, default=24, help="how long the older ones stay good")
    what.add_parser("end", help="believe no delivery of this channel any more").add_argument("channel")
    waiting = verbs.add_parser("change", help="changes that came after the box was closed")
    what = waiting.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, words in (("follow", "the boxes were opened: pack as changed"), ("drop", "send it as it was packed")):
        what.add_parser(name, help=words).add_argument("number")


def sent(hand: Hand, args: argparse.Namespace) -> int:
    return _list(hand, args) if args.what == "list" else _retry(hand, args)


def _list(hand: Hand, args: argparse.Namespace) -> int:
    found = deliveries(hand.centre, hand.site, max(1, args.most), stuck=args.stuck)
    for row in found:
        print(
            f"{row.delivery_id}  {row.received_at:%Y-%m-%d %H:%M:%S}Z  {row.shop}  {row.topic or '(no topic)'}  "
            f"{row.outcome}: {row.detail}"
        )
    print(f"{len(found)} deliveries")
    return 0


def _retry(hand: Hand, args: argparse.Namespace) -> int:
    site = hand.site
    stuck = [row.delivery_id for row in reversed(deliveries(hand.centre, site, 10_000, stuck=True))]
    ids = stuck if args.id == "all" else [args.id]
    left = 0
    for delivery_id in ids:
        done = hand.centre.do(retry_delivery, site, delivery_id, READERS)
        if done is None:
            raise Wrong(f"no delivery {delivery_id!r} is stuck")
        left += done.outcome in ("unreadable", "failed")
        print(f"{delivery_id}  {done.outcome}: {done.detail}")
    sweep_in_turns(hand.centre, site)
    return 1 if left else 0


def webhook(hand: Hand, args: argparse.Namespace) -> int:
    if args.what == "end":
        print(f"channel {args.channel}: {_done(hand.centre.do(end_secrets, hand.actor, args.channel))} secrets ended")
        return 0
    secret = hand.ask_secret(f"secret of {args.channel}'s web shop: ")
    overlap = timedelta(hours=max(0, args.overlap_hours))
    good = _done(hand.centre.do(add_secret, hand.actor, args.channel, secret, overlap))
    print(f"channel {args.channel}: {'1 secret is' if good == 1 else f'{good} secrets are'} good now")
    return 0


def change(hand: Hand, args: argparse.Namespace) -> int:
    site = hand.site
    with hand.centre.read(site) as work:
        found = work.orders.numbered(args.number)
    if len(found) != 1:
        raise Wrong(f"{len(found)} orders have the number {args.number}")
    verb = follow_change if args.what == "follow" else send_as_packed
    done = _done(hand.centre.do(verb, site, found[0].order_id, hand.actor.name))
    sweep_in_turns(hand.centre, site)
    print(f"order {args.number}: {done if isinstance(done, str) else ': '.join(done)}")
    return 0


def _done(found: Any) -> Any:
    if isinstance(found, BadSecret | NoChangeWaits):
        raise Wrong(found.why)
    return found


VERBS: Final[dict[str, Verb]] = {"deliveries": sent, "webhook": webhook, "change": change}
