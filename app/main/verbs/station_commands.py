"""packbench station: enrol a bench, run its kiosk, say how it stands.

The store and the wire are imported by the verbs that speak to them: `run` has its window on the screen before that.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from app.main.settings import BadSettings, StationSettings, read_station

Verb = Callable[[argparse.Namespace, StationSettings], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="station_verb", required=True, metavar="VERB")
    for name, words, run in (
        ("enrol", "ask the centre for this bench's identity, with a one-time code", _enrol),
        ("run", "run the kiosk", _run),
        ("status", "say what waits here and how far it is synced", _status),
    ):
        sub = verbs.add_parser(name, help=words, description=words)
        sub.add_argument("--config", type=Path, default=Path("station.toml"), help="station.toml (default: here)")
        sub.set_defaults(run=_guarded(run))
        if name == "enrol":
            sub.add_argument("--code", required=True, help="from `packbench central enrol-code`")
        if name == "run":
            sub.add_argument("--trace", type=Path, help="append every picture shown to this file, as JSON lines")
            sub.add_argument("--frames", default="", help="append the time of every answered scan to this file")


def _guarded(run: Verb) -> Callable[[argparse.Namespace], int]:
    def guarded(given: argparse.Namespace) -> int:
        try:
            return run(given, read_station(given.config))
        except Exception as refusal:
            if not _has_words(refusal):
                raise
            print(f"packbench station: {refusal}", file=sys.stderr)
            return 1

    return guarded


def _has_words(refusal: Exception) -> bool:
    """Whether its text is for the person who gave the command; anything else is a fault of the program."""
    if isinstance(refusal, BadSettings | FileNotFoundError):
        return True
    from app.station.storage import StorageFault
    from sync.station.enrol import EnrolmentFailed

    return isinstance(refusal, StorageFault | EnrolmentFailed)


def _enrol(given: argparse.Namespace, settings: StationSettings) -> int:
    import secrets

    from app.main.assembly import open_store
    from sync.station.enrol import enrol

    store = open_store(settings.data)
    try:
        identity = enrol(settings.centre, given.code, settings.name, new_nonce=lambda: secrets.token_hex(16))
        if identity.site != settings.site:
            raise BadSettings(
                f"{given.config}: station.site: the code is for site {identity.site}, not {settings.site}"
            )
        store.enrol(identity)
    finally:
        store.close()
    print(f"{settings.name} is enrolled at {identity.site}, epoch {identity.epoch}")
    return 0


def _run(given: argparse.Namespace, settings: StationSettings) -> int:
    from app.main.kiosk_process import run_kiosk

    return run_kiosk(settings, given.trace, given.frames)


def _status(given: argparse.Namespace, settings: StationSettings) -> int:
    from app.main.assembly import open_store

    store = open_store(settings.data)
    try:
        identity, summary = store.enrolled(), store.link_summary()
        cursor, epoch = store.cursor()
    finally:
        store.close()
    if identity is None:
        print(f"{settings.name} is not enrolled")
        return 1
    oldest = f", oldest {summary.oldest:%Y-%m-%d %H:%M} UTC" if summary.oldest else ""
    print(f"{identity.station} at {identity.site}, epoch {identity.epoch}, centre {identity.centre_url}")
    print(f"waiting {summary.waiting}{oldest}; refused {summary.refused}, quarantined {summary.quarantined}")
    print(f"feed cursor {cursor} of {epoch or 'no centre yet'}")
    return 0
