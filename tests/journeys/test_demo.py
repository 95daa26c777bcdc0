"""The demo packs by itself, leaves pictures and papers behind, and says so when a promise was broken."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.central.audit import Drift
from app.central.report import Report
from app.main.demo.table import Outcome, rows, wrongs
from tests.journeys.rig.centre_process import ROOT

GOAL = 6
TABLE = (
    "orders in", "accepted", "on hold", "picked", "packed", "labels printed", "dispatched", "stock on hand",
    "stock allocated", "ledger shipped", "outbox left", "seconds",
)  # fmt: skip
SCREENS = {
    "sign_in", "queue", "devices", "pick-totes", "pick-location", "pick-item", "pick-tote", "pack-tote", "pack-items",
    "choice", "label", "label-trouble", "done", "dispatch",
}  # fmt: skip
REFUSED = {"care", "wrong", "wrong_tote", "unknown", "done", "not_now"}


def test_the_demo_packs_by_itself_and_shows_what_it_did(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.main", "demo", "--autopilot", str(GOAL), "--out", "out"]
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "There is no display: the demo runs on Qt's offscreen platform" in done.stdout
    assert "All promises kept" in done.stdout
    told = _table(done.stdout)
    assert set(TABLE) <= set(told)
    assert told["orders in"] == "120"
    assert int(told["dispatched"]) == GOAL
    assert told["labels printed"] == told["packing slips"] == told["dispatched"]
    assert told["outbox left"] == "0"
    assert "on hold  #1006    payment" in done.stdout
    _papers_are_there(tmp_path / "out", labels=int(told["labels printed"]))


def _table(said: str) -> dict[str, str]:
    lines = [line.strip() for line in said.splitlines() if line.startswith("  ")]
    return {name.strip(): value.strip() for name, _, value in (line.partition("  ") for line in lines)}


def _papers_are_there(out: Path, labels: int) -> None:
    shots = {file.stem.partition("-")[2] for file in (out / "screens").glob("*.png")}
    assert shots >= SCREENS
    assert {shot.split("-")[2] for shot in shots if shot.startswith("refused-")} == REFUSED
    assert any(shot.endswith("-offline") for shot in shots)
    for ending in ("zpl", "png"):
        assert len(list((out / "labels").glob(f"*.{ending}"))) == labels
    assert len(list((out / "slips").glob("*.png"))) == len(list((out / "slips").glob("*.txt"))) == labels
    assert (out / "trace.jsonl").stat().st_size


LEVELS = {"on_hand": 100, "allocated": 10, "unavailable": 0}
NUMBERS = ("395011010000000002", "395011010000000019")


def _report(**more: Any) -> Report:
    counts = dict.fromkeys(
        (
            "on_hold",
            "cancelled",
            "picked",
            "packed",
            "shipped",
            "labelled",
            "lists_ready",
            "lists_leased",
            "lists_done",
        ),
        0,
    )
    kept = {"orders_in": 3, "accepted": 3, "dispatched": 2, "holds": (), "hold_details": (), "ledger": (), "tasks": ()}
    return Report(**{**counts, **LEVELS, **kept, "quarantined": 0, **more})


GOOD = Outcome(
    before=_report(dispatched=0), after=_report(), drifts=(), expected=3, printed=NUMBERS, applied=NUMBERS,
    dispatched=NUMBERS, tracked=NUMBERS, slips=2, outbox=0, goal=2, seconds=1.0, scans=9, touches=3,
)  # fmt: skip
DRIFT = Drift("on hand of MG-WHT at E-10-1", 5, 4)


def test_a_good_outcome_has_nothing_wrong() -> None:
    assert wrongs(GOOD) == []
    assert dict(rows(GOOD))["dispatched"] == "2"


@pytest.mark.parametrize(
    ("sabotaged", "words"),
    [
        ({"expected": 4}, "4 orders were handed in, the centre has 3"),
        ({"after": _report(orders_in=4)}, "3 orders were handed in, the centre has 4"),
        ({"printed": (*NUMBERS, NUMBERS[0])}, "was printed 2 times"),
        ({"dispatched": (*NUMBERS, NUMBERS[1])}, "was dispatched 2 times"),
        ({"tracked": NUMBERS[:1]}, "is not shipped at the centre"),
        ({"tracked": (*NUMBERS, "395011010000000026")}, "was never dispatched"),
        ({"printed": NUMBERS[:1]}, "carries a label that was never printed"),
        ({"drifts": (DRIFT,)}, "stock ledger"),
        ({"outbox": 1}, "1 commands were left in the outbox"),
        ({"outbox": -1}, "commands were left in the outbox"),
        ({"after": _report(quarantined=2)}, "2 commands were quarantined"),
        ({"after": _report(dispatched=1)}, "the centre counts 1"),
        ({"goal": 3}, "2 orders were dispatched, 3 were to be"),
    ],
)
def test_a_broken_promise_is_named(sabotaged: dict[str, Any], words: str) -> None:
    assert any(words in wrong for wrong in wrongs(replace(GOOD, **sabotaged)))
