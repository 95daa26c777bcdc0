"""`packbench central channel|client|station|enrol-code ...`: who else may speak to the centre, and with which keys."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from app.central.bench.enrolment import give_code
from app.central.bench.revoking import revoke_station, stations
from app.central.intake.channels import add_channel, channels, revoke_channel
from app.central.people.deeds import Deed, Subject, act
from app.central.people.keys import add_client, clients, revoke_client
from app.central.people.permissions import CLIENT_ROLES
from app.central.people.users import NotDone
from app.central.people.values import KeyRow
from app.domain.intake.clearance import CHANNEL_KINDS
from app.domain.names import name_wrong
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.incoming import accepting
from sync.central.commands.wrong import Wrong

_OVERLAP: Final = "hours the key before goes on to work (default 0)"


def add_arguments(verbs: Any) -> None:
    channel = _group(verbs, "channel", "channels and their keys")
    adding = channel.add_parser("add", help="a new channel, or a new key for one there is")
    adding.add_argument("code", type=_code)
    adding.add_argument("--kind", choices=CHANNEL_KINDS, default="web")
    accepting.add_channel_arguments(channel)
    client = _group(verbs, "client", "programs that read the API or work for the office, and their keys")
    joining = client.add_parser("add", help="a new client, or a new key for one there is")
    joining.add_argument("name")
    joining.add_argument("--role", choices=tuple(CLIENT_ROLES), default="read_only")
    joining.add_argument("--every-site", action="store_true")
    for one in (adding, joining):
        one.add_argument("--overlap-hours", type=float, default=0.0, help=_OVERLAP)
    station = _group(verbs, "station", "benches")
    enrolling = station.add_parser("add", help="a one-time code that enrols a bench: the same as enrol-code")
    enrolling.add_argument("station", metavar="name", help="its short name, like ST-4")
    for group, noun in ((channel, "code"), (client, "name"), (station, "name")):
        group.add_parser("list", help="all there are")
        ending = group.add_parser("revoke", help="refuse its requests from now on")
        ending.add_argument(noun)
    ending.add_argument("--why", required=True)
    code = verbs.add_parser("enrol-code", help="a one-time code that enrols a bench")
    code.add_argument("--station", required=True, help="the bench's short name, like ST-4")


def _code(given: str) -> str:
    """A channel's code is part of the addresses its shop calls."""
    if why := name_wrong(given):
        raise argparse.ArgumentTypeError(why)
    return given


def _group(verbs: Any, name: str, words: str) -> Any:
    return verbs.add_parser(name, help=words).add_subparsers(dest="what", required=True, metavar="WHAT")


def channel(hand: Hand, args: argparse.Namespace) -> int:
    if args.what == "list":
        found = channels(hand.centre, hand.named_site)
        return _say([f"{row.code:20} {row.kind:10} {row.site_id:10} {_keys(keys)}" for row, keys in found], "channels")
    if args.what == "set":
        return accepting.set_channel(hand, args)
    if args.what == "revoke":
        return _ended(args.code, hand.centre.do(revoke_channel, hand.actor, args.code))
    made = hand.centre.do(add_channel, hand.site, args.code, args.kind, hand.actor, _overlap(args))
    print(f"channel {made.channel.code} at {made.channel.site_id}; its key, shown only now:\n{made.key}")
    return 0


def client(hand: Hand, args: argparse.Namespace) -> int:
    if args.what == "list":
        lines = [
            f"{row.name:20} {row.role:10} {row.site_id or 'every site':10} {_keys(keys)}"
            for row, keys in clients(hand.centre)
        ]
        return _say(lines, "clients")
    if args.what == "revoke":
        return _ended(args.name, hand.centre.do(revoke_client, hand.actor, args.name))
    site = "" if args.every_site else hand.site
    made = hand.centre.do(add_client, hand.actor, site, args.name, args.role, _overlap(args))
    if isinstance(made, NotDone):
        raise Wrong(f"{made.field}: {made.why}")
    print(f"client {made.client.name} ({made.client.role}); its key, shown only now:\n{made.key}")
    return 0


def station(hand: Hand, args: argparse.Namespace) -> int:
    if args.what == "list":
        rows = stations(hand.centre, hand.site)
        return _say([f"{row.name:12} {'revoked' if row.revoked_at else 'in service'}" for row in rows], "stations")
    if args.what == "add":
        return enrol_code(hand, args)
    done = hand.centre.do(revoke_station, hand.actor, hand.site, args.name, args.why)
    if isinstance(done, NotDone):
        raise Wrong(done.why)
    for one in done.lists:
        print(f"{one.number} taken back; in the queue again: {', '.join(one.orders) or 'nothing'}")
        for task in one.tasks:
            print(f"to do: {task}")
    print(f"station {done.station} revoked")
    return 0


def enrol_code(hand: Hand, args: argparse.Namespace) -> int:
    site = hand.site
    deed = Deed(actor=hand.actor, action="station.code", subject=Subject("station", args.station))
    given = hand.centre.do(
        act, site, deed, lambda centre: give_code(centre, site, args.station),
        lambda made: None if isinstance(made, NotDone) else {},
    )  # fmt: skip
    if isinstance(given, NotDone):
        raise Wrong(f"{given.field}: {given.why}")
    print(given)
    return 0


def _overlap(args: argparse.Namespace) -> timedelta:
    if not 0 <= args.overlap_hours <= 24 * 31:
        raise Wrong("--overlap-hours: 0 to 744")
    return timedelta(hours=args.overlap_hours)


def _keys(keys: Sequence[KeyRow]) -> str:
    if not keys:
        return "no key: revoked"
    used = max((key.used_at for key in keys if key.used_at is not None), default=None)
    words = "never used" if used is None else f"last used {used:%Y-%m-%d %H:%M}Z"
    return f"{len(keys)} key{'s' if len(keys) > 1 else ''}, {words}"


def _say(lines: Sequence[str], noun: str) -> int:
    for line in lines:
        print(line)
    print(f"{len(lines)} {noun}")
    return 0


def _ended(name: str, ended: int | NotDone) -> int:
    if isinstance(ended, NotDone):
        raise Wrong(ended.why)
    if not ended:
        raise Wrong(f"{name} has no key that works")
    print(f"{name}: {ended} key{'s' if ended > 1 else ''} revoked")
    return 0


VERBS: Final[dict[str, Verb]] = {
    "channel": channel,
    "client": client,
    "station": station,
    "enrol-code": enrol_code,
}
