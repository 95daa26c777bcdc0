"""`packbench central audit|report`: whether the counters are true, and the numbers of a site."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any, Final

from app.central.audit import audit
from app.central.report import report
from sync.central.commands.hand import Hand, Verb


def add_arguments(verbs: Any) -> None:
    for name, words in (("audit", "recompute every counter from the ledger"), ("report", "the numbers of a site")):
        verbs.add_parser(name, help=words).add_argument("--json", action="store_true")


def run_audit(hand: Hand, args: argparse.Namespace) -> int:
    drifts = audit(hand.centre, hand.site)
    if args.json:
        print(json.dumps([asdict(drift) for drift in drifts]))
    else:
        print("\n".join(str(drift) for drift in drifts) or "no counter drifted")
    return 1 if drifts else 0


def run_report(hand: Hand, args: argparse.Namespace) -> int:
    found = asdict(report(hand.centre, hand.site))
    if args.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        words = ", ".join(" ".join(map(str, row)) for row in value) if isinstance(value, tuple) else value
        print(f"{name.replace('_', ' '):16} {words}")
    return 0


VERBS: Final[dict[str, Verb]] = {"audit": run_audit, "report": run_report}
