"""What a command of the centre writes is nobody else's to read: it holds addresses and secrets."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path


def central(data: Path, *words: str) -> None:
    command = [sys.executable, "-m", "app.main", "central", "--data", str(data), *words]
    done = subprocess.run(command, capture_output=True, text=True, umask=0o022, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_database_and_its_backups_are_for_their_user_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    central(data, "migrate")
    central(data, "backup", str(tmp_path / "copy.db"))
    made = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {one.name for one in made if one.suffix == ".db"} == {"centre.db", "copy.db"}
    assert {oct(stat.S_IMODE(one.stat().st_mode)) for one in made} == {"0o600"}, made
