"""`packbench central import`: a file of a kind, with a report of the rows that were bad."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from app.central.people.deeds import Subject, record
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.incoming.file_imports import KINDS, ORDER_LAYOUTS, import_file
from sync.central.commands.wrong import Wrong


def add_arguments(verbs: Any) -> None:
    importing = verbs.add_parser("import", help="import a file; the same file twice changes nothing")
    importing.add_argument("kind", choices=tuple(KINDS))
    importing.add_argument("file", type=Path)
    importing.add_argument("--channel", default="", help="channel the orders come from")
    importing.add_argument(
        "--format", choices=tuple(ORDER_LAYOUTS), default="", help="of an orders file; told by its header otherwise"
    )


def run_import(hand: Hand, args: argparse.Namespace) -> int:
    channel = hand.channel(args.channel) if args.channel else None
    if args.kind == "orders" and channel is None:
        raise Wrong("orders need --channel CODE")
    site = channel.site_id if channel else "" if args.kind == "site" else hand.site
    done = import_file(hand.centre, args.kind, args.file, site, channel, args.format)
    told = {"file": args.file.name, "read": done.read, "changed": done.changed, "bad": len(done.bad)}
    hand.centre.do(_record, site, hand, args.kind, told)
    for row in (*done.bad, *done.passed):
        print(row, file=sys.stderr)
    passed = f", {len(done.passed)} passed over" if done.passed else ""
    print(f"{args.file}: {done.read} read, {done.changed} new or changed{passed}, {len(done.bad)} bad")
    return 1 if done.bad else 0


def _record(centre: Any, site: str, hand: Hand, kind: str, told: dict[str, Any]) -> None:
    """An import is many transactions: it is recorded when it is over, with what it came to."""
    with centre.begin(site) as work:
        record(work, hand.actor, "import.run", Subject("import", kind), told)


VERBS: Final[dict[str, Verb]] = {"import": run_import}
