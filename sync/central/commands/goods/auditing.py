"""`packbench central audit`: whether the counters are true, what would mend them, and mending them on record."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any, Final

from app.central.audit import audit
from app.central.auditing.repairing import apply, propose
from sync.central.commands.hand import Hand, Verb
from sync.central.commands.wrong import Wrong


def add_arguments(verbs: Any) -> None:
    one = verbs.add_parser("audit", help="recompute every counter from the ledger")
    one.add_argument("--json", action="store_true")
    one.add_argument("--repair", action="store_true", help="propose what would mend them")
    one.add_argument("--apply", action="store_true", help="with --repair: do it, each in its own transaction")
    one.add_argument("--why", default="", help="with --apply: the reason that goes on record")


def run_audit(hand: Hand, args: argparse.Namespace) -> int:
    if args.apply and not (args.repair and args.why.strip()):
        raise Wrong("--apply needs --repair and --why")
    drifts = audit(hand.centre, hand.site)
    if args.repair and drifts:
        return _repair(hand, args, propose(drifts))
    if args.json:
        print(json.dumps([asdict(drift) for drift in drifts]))
    else:
        print("\n".join(str(drift) for drift in drifts) or "no counter drifted")
    return 1 if drifts else 0


def _repair(hand: Hand, args: argparse.Namespace, proposals: Any) -> int:
    if not args.apply:
        shown = [asdict(one) for one in proposals]
        print(json.dumps(shown) if args.json else "\n".join(f"{one.of}: {one.what}" for one in proposals))
        return 1
    done = [hand.centre.do(apply, hand.site, one, hand.actor, args.why) for one in proposals]
    if args.json:
        print(json.dumps([asdict(one) for one in done]))
    else:
        for one in done:
            print(f"{'done' if one.done else f'not done, {one.why}'}: {one.proposal.what}")
    return 1 if audit(hand.centre, hand.site) else 0


VERBS: Final[dict[str, Verb]] = {"audit": run_audit}
