"""`packbench central backup|restore ...`: the whole database as one file, and back."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.central import backups
from app.central.centre import Centre
from app.central.storage.database import Database
from app.central.storage.migrate import newest

VERBS: Final = ("backup", "restore")


def add_arguments(verbs: Any) -> None:
    backup = verbs.add_parser("backup", help="write the whole database to a file, while the centre serves")
    backup.add_argument("target", type=Path, metavar="FILE|DIR")
    backup.add_argument(
        "--verify", action="store_true", help="read it whole and audit it; a file that is there is only verified"
    )
    restore = verbs.add_parser("restore", help="put a backup back, as a new history; stop the centre first")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="replace the database there is; it is kept beside")


def run(
    args: argparse.Namespace,
    database: Database,
    now: Callable[[], datetime],
    new_id: Callable[[], str],
    open_centre: Callable[[Path, str], Centre],
) -> int:
    """0 when done, 1 when a verified backup's counters drifted. Raises BackupFailed."""
    if args.verb == "restore":
        return _restore(args, database, now(), new_id())
    file: Path = args.target
    if not (args.verify and file.is_file()):
        file = backups.back_up(database, file, now())
        print(f"{file}: {file.stat().st_size} bytes")
    return _verify(backups.check(database, file, open_centre, f"check_{new_id()}")) if args.verify else 0


def _verify(checked: backups.Checked) -> int:
    print(f"{checked.file}: readable, schema {checked.revision}")
    if checked.drifts is None:
        print(f"not audited: this program's schema is {newest()}")
        return 0
    print("\n".join(checked.drifts) or "no counter drifted")
    return 1 if checked.drifts else 0


def _restore(args: argparse.Namespace, database: Database, now: datetime, server_epoch: str) -> int:
    revision = backups.restore(database, args.file, server_epoch, now, replace=args.replace)
    print(f"{database}: restored from {args.file}, schema {revision}; stations send again what came after it")
    if revision != newest():
        print(f"this program needs schema {newest()}: run `packbench central migrate`")
    return 0
