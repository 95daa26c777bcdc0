"""`packbench central stock ...`: stock received, moved, corrected and kept apart by hand, and what moved before."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from app.central.stock.correcting import adjust, put_back, quarantine, scrap, unquarantine
from app.central.stock.limiting import Limits, limit
from app.central.stock.moving import By, NotMoved, Units
from app.central.stock.receiving import receive
from app.central.stock.tracking import PLACE_STATES, recall, set_place, track
from app.central.stock.transferring import arrive, send, transfer
from app.central.stock.values import TrackRow
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong

MOVES: Final = {
    "receive": "goods arrived",
    "adjust": "change what is on hand, up or down",
    "scrap": "good for nothing",
    "quarantine": "keep apart, not for sale",
    "unquarantine": "let go, for sale again",
    "put-back": "units put aside lie in their place again",
    "transfer": "to another location, at once",
    "send": "to another location, in flight until they arrive",
}


def add_arguments(verbs: Any) -> None:
    """Mount the verbs of stock."""
    stock = verbs.add_parser("stock", help="move stock by hand").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    for name, words in MOVES.items():
        _units(stock.add_parser(name, help=words), name)
    there = stock.add_parser("arrive", help="units of a transfer are there")
    there.add_argument("transfer")
    there.add_argument("quantity", type=int)
    there.add_argument("--key", default="", help="the same key again changes nothing")
    history = stock.add_parser("history", help="what moved, newest first")
    history.add_argument("sku")
    history.add_argument("--location", default="")
    _track(stock.add_parser("track", help="what has to be known of each unit of a product"))
    lot = stock.add_parser("recall", help="promise nothing more of a lot")
    lot.add_argument("sku")
    lot.add_argument("lot")
    lot.add_argument("--good", action="store_true", help="it is good again")
    limits = stock.add_parser("limit", help="safety stock, and by how much promises may exceed what is there")
    limits.add_argument("sku")
    limits.add_argument("location")
    limits.add_argument("--lot", default="")
    limits.add_argument("--safety", type=int, default=None)
    limits.add_argument("--backorder-limit", type=int, default=None)
    place = stock.add_parser("place", help="open, block or close a location")
    place.add_argument("location")
    place.add_argument("state", choices=PLACE_STATES)


def _units(one: Any, name: str) -> None:
    one.add_argument("sku")
    one.add_argument("location")
    one.add_argument("quantity", type=int, help="units, or packages with --level; below 0 only to adjust")
    one.add_argument("--lot", default="")
    one.add_argument("--serial", action="append", default=[])
    one.add_argument("--key", default="", help="the same key again changes nothing")
    one.add_argument("--why", required=name in ("adjust", "scrap"), default="")
    if name in ("transfer", "send"):
        one.add_argument("--to", required=True)
    if name == "receive":
        one.add_argument("--level", default="each", help="each, inner, case or pallet")
        one.add_argument("--expiry", type=date.fromisoformat, default=None, help="last good day of the lot")


def _track(one: Any) -> None:
    one.add_argument("sku")
    for flag in ("lot", "serial", "expiry", "whole-cases"):
        one.add_argument(f"--{flag}", action="store_true")
    one.add_argument("--min-days", type=int, default=0, help="good days it must have left when it ships")


def run(hand: Hand, args: argparse.Namespace) -> int:
    answer = _VERBS.get(args.what, _move)(hand, args)
    if isinstance(answer, NotMoved):
        raise Wrong(f"{answer.field}: {answer.why}")
    print(answer if isinstance(answer, str) else "done" if answer is None else str(answer))
    return 0


def _move(hand: Hand, args: argparse.Namespace) -> object:
    serials, signed = tuple(args.serial), args.what == "adjust"
    quantity = abs(args.quantity) if signed else args.quantity
    units = Units(sku=args.sku, location=args.location, quantity=quantity, lot=args.lot, serials=serials)
    by = _by(hand, args)
    if args.what == "receive":
        return hand.centre.do(receive, hand.site, units, by, args.level, args.expiry)
    if signed:
        return hand.centre.do(adjust, hand.site, units, args.quantity, by)
    if args.what == "transfer":
        return hand.centre.do(transfer, hand.site, units, args.to, by)
    if args.what == "send":
        return hand.centre.do(send, hand.site, units, args.to, by)
    plain = {"scrap": scrap, "quarantine": quarantine, "unquarantine": unquarantine, "put-back": put_back}
    return hand.centre.do(plain[args.what], hand.site, units, by)


def _by(hand: Hand, args: argparse.Namespace) -> By:
    key = args.key or hand.centre.new_id()
    return By(who=hand.actor.name, why=getattr(args, "why", ""), key=key)


def _arrive(hand: Hand, args: argparse.Namespace) -> object:
    return hand.centre.do(arrive, hand.site, args.transfer, args.quantity, _by(hand, args))


def _history(hand: Hand, args: argparse.Namespace) -> str:
    with hand.centre.read(hand.site) as work:
        rows = work.stock.history(args.sku, args.location)
    told = [
        f"{row.moved_at:%Y-%m-%d %H:%M} {row.location}{' ' if row.lot else ''}{row.lot} {row.kind} {row.quantity}"
        f" (on hand {row.on_hand:+}, promised {row.allocated:+}) {row.actor} {row.reason or row.cause}"
        for row in rows
    ]
    return "\n".join(told) or f"nothing of {args.sku} ever moved"


def _track_units(hand: Hand, args: argparse.Namespace) -> object:
    row = TrackRow(
        sku=args.sku,
        kit=0,
        tracks_lot=int(args.lot or args.expiry),
        tracks_serial=int(args.serial),
        tracks_expiry=int(args.expiry),
        min_days=args.min_days,
        whole_cases=int(args.whole_cases),
    )
    return hand.centre.do(track, hand.site, row)


def _recall(hand: Hand, args: argparse.Namespace) -> object:
    return hand.centre.do(recall, hand.site, args.sku, args.lot, good=args.good)


def _place(hand: Hand, args: argparse.Namespace) -> object:
    return hand.centre.do(set_place, hand.site, args.location, args.state)


def _limit(hand: Hand, args: argparse.Namespace) -> object:
    if args.safety is None and args.backorder_limit is None:
        raise Wrong("give --safety, --backorder-limit or both")
    where = {"sku": args.sku, "location": args.location, "lot": args.lot}
    asked = Limits(**where, safety=args.safety, backorder_limit=args.backorder_limit)
    return hand.centre.do(limit, hand.site, asked, hand.actor)


_VERBS: Final[dict[str, Callable[[Hand, argparse.Namespace], object]]] = {
    "arrive": _arrive,
    "history": _history,
    "track": _track_units,
    "recall": _recall,
    "place": _place,
    "limit": _limit,
}

VERBS: Final[dict[str, Verb]] = {"stock": run}
