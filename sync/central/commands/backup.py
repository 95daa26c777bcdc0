"""`packbench central backup|restore|epoch ...`: the whole database as one file, and back as a new history."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.central import backups
from app.central.centre import Centre
from app.central.operating.keeping_backups import kept, make_checked
from app.central.storage.database import Database
from app.central.storage.migrate import newest
from sync.central.commands.wrong import Wrong

VERBS: Final = ("backup", "restore", "epoch")
LIST: Final = "list"
VERIFY: Final = "verify"


def add_arguments(verbs: Any) -> None:
    backup = verbs.add_parser("backup", help="write the whole database to a file, while the centre serves")
    backup.add_argument(
        "target", nargs="?", metavar="FILE|DIR|list|verify", help="default: the folder of [backup] in central.toml"
    )
    backup.add_argument("of", nargs="?", type=Path, metavar="FILE|DIR", help="what to list or verify")
    backup.add_argument(
        "--verify", action="store_true", help="read it whole and audit it; a file that is there is only verified"
    )
    restore = verbs.add_parser("restore", help="put a backup back, as a new history; stop the centre first")
    restore.add_argument("file", type=Path)
    restore.add_argument("--replace", action="store_true", help="replace the database there is; it is kept beside")
    epoch = verbs.add_parser("epoch", help="after the database was put back by other means: begin a new history")
    epoch.add_argument("what", choices=("new",), help="stations send again what it lacks; the centre may go on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What these verbs stand on; `folder` is the one of [backup], None when there is none."""

    database: Database
    folder: Path | None
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    open_centre: Callable[[Path, str], Centre]


def run(args: argparse.Namespace, ground: Ground) -> int:
    """0 when done, 1 when a verified backup's counters drifted. Raises BackupFailed, Wrong."""
    if args.verb == "restore":
        return _restore(args, ground.database, ground.now(), ground.new_id())
    if args.verb == "epoch":
        backups.new_history(ground.database, ground.new_id())
        print(f"{ground.database}: a new history begins; stations send again what it lacks")
        return 0
    if args.target == LIST:
        return _list(_folder(args.of, ground), ground.now())
    if args.target == VERIFY:
        return _verify(_check(ground, _meant(args.of, ground)))
    if args.of is not None:
        raise Wrong("give one FILE or DIR to write to")
    return _back_up(ground, Path(args.target) if args.target else None, verify=args.verify)


def _back_up(ground: Ground, target: Path | None, *, verify: bool) -> int:
    if target is None:
        file = make_checked(ground.database, _folder(None, ground), ground.now(), lambda: False).file
        print(f"{file}: {file.stat().st_size} bytes")
    elif verify and target.is_file():
        file = target
    else:
        file = backups.back_up(ground.database, target, ground.now())
        print(f"{file}: {file.stat().st_size} bytes")
    return _verify(_check(ground, file)) if verify else 0


def _folder(given: Path | None, ground: Ground) -> Path:
    found = given if given is not None else ground.folder
    if found is None:
        raise Wrong("give a FILE or DIR: central.toml has no folder in [backup]")
    return found


def _meant(given: Path | None, ground: Ground) -> Path:
    """The file itself, or the newest backup of a folder. Raises Wrong."""
    found = _folder(given, ground)
    if given is not None and not found.is_dir():
        return found
    if not (there := kept(found)):
        raise Wrong(f"{found} holds no backup")
    return there[0].file


def _list(folder: Path, now: datetime) -> int:
    there = kept(folder)
    for one in there:
        hours = (now - one.made_at).total_seconds() / 3600
        print(f"{one.file}  {one.made_at:%Y-%m-%d %H:%M:%S}Z  {hours:.1f} h old  {one.size} bytes")
    print(f"{len(there)} backups")
    return 0


def _check(ground: Ground, file: Path) -> backups.Checked:
    return backups.check(ground.database, file, ground.open_centre, ground.new_id())


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
