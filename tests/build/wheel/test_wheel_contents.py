"""The wheel carries the four packages with all that lies in them, and the resources inside `app`."""

import subprocess
import zipfile
from pathlib import Path

from environment import CHECKOUT


def tracked(*folders: str) -> set[str]:
    """Tracked files under `folders` that still exist, relative to the checkout."""
    command = ["git", "ls-files", "-z", "--", *folders]
    listing = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    return {path for path in listing.split("\0") if path and (CHECKOUT / path).is_file()}


def test_nothing_that_runs_is_left_out_and_nothing_else_is_put_in(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = tracked("app", "ui", "devices", "sync") | {f"app/{path}" for path in tracked("resources")}
    assert sorted(wanted - held) == []
    assert {name.split("/")[0] for name in held if ".dist-info/" not in name} == {"app", "ui", "devices", "sync"}
