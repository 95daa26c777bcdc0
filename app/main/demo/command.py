"""packbench demo: the whole job on one machine, by hand or by the packer made of rules."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from app.main.demo.stage import StageFailed, set_up
from app.main.settings import BadSettings
from app.station.storage import StorageFault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--autopilot", type=int, metavar="N", help="pack N orders without a person, then end")
    parser.add_argument("--out", type=Path, help="leave screenshots, labels and slips in this folder")
    parser.add_argument("--data", type=Path, help="keep the demo's data here (default: a folder that is thrown away)")
    parser.add_argument("--screen", default="1280x800", help="window size, like 1920x1080, or full (default 1280x800)")
    parser.add_argument("--inches", type=float, default=13.3, help="the screen's diagonal (default 13.3)")
    parser.add_argument("--no-unplug", action="store_true", help="leave the network plugged in all the time")
    parser.add_argument("--no-mistakes", action="store_true", help="the autopilot makes no mistakes")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """0 when the demo ended well; 1 when anything was lost, doubled, labelled twice, or could not be set up."""
    if given.autopilot is not None and given.autopilot < 1:
        print("packbench demo: --autopilot: must be at least 1", file=sys.stderr)
        return 2
    if _needs_display():
        print("There is no display: the demo runs on Qt's offscreen platform with the autopilot on.", flush=True)
        given.autopilot = given.autopilot or 12
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from app.main.demo.show import by_autopilot, by_hand

    try:
        with tempfile.TemporaryDirectory(prefix="packbench-demo-") as thrown_away:
            folder = given.data or Path(thrown_away)
            if given.out:
                given.out.mkdir(parents=True, exist_ok=True)
            print("Setting up: centre, demo warehouse, simulated devices, station", flush=True)
            with set_up(folder, given.out, given.screen, given.inches) as stage:
                return by_autopilot(stage, given) if given.autopilot else by_hand(stage)
    except (StageFailed, BadSettings, StorageFault) as refusal:
        print(f"packbench demo: {refusal}", file=sys.stderr)
        return 1


def _needs_display() -> bool:
    """No X or Wayland display, and nobody chose a platform."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
