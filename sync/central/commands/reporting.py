"""`packbench central report`: the numbers of a site."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any, Final

from app.central.report import report
from sync.central.commands.hand import Hand, Verb


def add_arguments(verbs: Any) -> None:
    verbs.add_parser("report", help="the numbers of a site").add_argument("--json", action="store_true")


def run_report(hand: Hand, args: argparse.Namespace) -> int:
    found = asdict(report(hand.centre, hand.site))
    if args.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        words = ", ".join(" ".join(map(str, row)) for row in value) if isinstance(value, tuple) else value
        print(f"{name.replace('_', ' '):16} {words}")
    return 0


VERBS: Final[dict[str, Verb]] = {"report": run_report}
