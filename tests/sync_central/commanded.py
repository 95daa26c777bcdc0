"""Commands of the centre as they are typed, run in this process."""

from __future__ import annotations

import argparse
from pathlib import Path

from sync.central import command_line
from tests.central.house import Bytes, Clock, Ids
from ui.web.pages import page_routes

WORLD = command_line.World(Clock(), Ids("command"), Bytes(), lambda: page_routes)
"""Its clock stands still; no id or byte comes twice."""


def central(data: Path, *words: str | Path, world: command_line.World = WORLD) -> int:
    """The exit code of `packbench central WORDS` with the settings in `data`."""
    parser = argparse.ArgumentParser()
    command_line.add_arguments(parser)
    return command_line.run(parser.parse_args(["--config", str(data / "central.toml"), *map(str, words)]), world)
