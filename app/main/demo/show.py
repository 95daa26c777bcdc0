"""The kiosk of the demo with someone at it: a person with a console for a scanner, or the pilot."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.central.audit import audit
from app.central.centre import Centre
from app.central.report import Report, report
from app.main import hidden_inputs, places
from app.main.assembly import Assembly, assemble
from app.main.demo.console import Console
from app.main.demo.packer import Packer
from app.main.demo.paper import numbers
from app.main.demo.pilot import Happening, Pilot, PilotFailed
from app.main.demo.stage import SITE, Stage
from app.main.demo.table import Outcome, table, wrongs
from app.main.kiosk_process import Screenwriter, make_kiosk
from app.station.view.bench_view import BenchView
from ui.touch.finger import Finger
from ui.touch.kiosk import Kiosk
from ui.touch.sounds import SoundPlayer

MISTAKES = [
    "item_too_early", "pick_wrong_item", "wrong_tote", "unknown_barcode", "wrong_item", "one_too_many",
    "already_done", "undo", "second_thoughts", "look_at_devices",
]  # fmt: skip
"""Each once: every refusal and every side screen is to be seen, and to cost nothing."""
LIFT_S = 0.15
SEEN_S = 5.0
NO_PAPER = "fault paper-out"


@dataclass(slots=True)
class BenchHands:
    """A hand with a scanner, a finger, and a camera, at the kiosk of the demo."""

    stage: Stage
    finger: Finger
    kiosk: Kiosk
    _lifted: float = 0.0

    def pull_trigger(self, code: str, aim: str) -> None:
        self.stage.scanner.type_code((aim + code).encode("latin-1"))

    def touch(self, command: str, event: int) -> bool:
        """A finger comes down at most every 150 ms: the kiosk takes two touches within 50 ms for one.

        The next frame may be one that was under way: a button that is not laid out in it is looked for in those after.
        """
        deadline = time.monotonic() + SEEN_S
        self._see(event)
        threading.Event().wait(max(0.0, self._lifted + LIFT_S - time.monotonic()))
        while not (touched := self.finger.touch(command)) and time.monotonic() < deadline:
            self._see(event)
        self._lifted = time.monotonic()
        return touched

    def photograph(self, path: Path, event: int) -> None:
        self._see(event)
        self.finger.photograph(path)

    def _see(self, event: int) -> None:
        """A packer touches what is on the screen: wait until the window shows this event, laid out and drawn."""
        deadline = time.monotonic() + SEEN_S
        while self.kiosk.model.view.event < event and time.monotonic() < deadline:
            threading.Event().wait(0.005)
        drawn = threading.Event()
        self.finger.run(lambda: self.finger.after_frame(drawn.set))
        drawn.wait(1.0)


def by_autopilot(stage: Stage, given: argparse.Namespace) -> int:
    """Pack N orders through the real path, print the table, and say whether every promise was kept."""
    with centre_of(stage.centre) as centre:
        before = report(centre, SITE)
    screenwriter = Screenwriter(given.out / "trace.jsonl" if given.out else None)
    assembly = assemble(stage.settings, screenwriter)
    kiosk = make_kiosk(stage.settings, assembly.station.post, None)
    finger = Finger(kiosk.window, kiosk.grab)
    packer = _packer(stage, [] if given.no_mistakes else list(MISTAKES), given.autopilot)
    shots = _folder(given.out, "screens")
    pilot = Pilot(
        packer, BenchHands(stage, finger, kiosk), given.autopilot, _happenings(given, stage, assembly),
        lambda: _load_paper(stage), shots,
    )  # fmt: skip

    def show(view: BenchView) -> None:
        kiosk.post(view)
        pilot.show(view)

    screenwriter.connect(show)
    failure = ""
    try:
        assembly.start()
        pilot.start(done=lambda: finger.run(kiosk.quit))
        kiosk.run()
        pilot.finish()
    except PilotFailed as failed:
        failure = str(failed)
    finally:
        assembly.stop()
        finger.close()
        kiosk.close()
    outcome = _outcome(stage, before, packer, pilot, given.autopilot)
    print(table(outcome), flush=True)
    _print_holds(outcome.after)
    return _judge(outcome, ([failure] if failure else []) + list(kiosk.warnings), given.out)


def by_hand(stage: Stage) -> int:
    """Open the kiosk; the terminal is the scanner's trigger and the switches of the world."""
    screenwriter = Screenwriter(None)
    assembly = assemble(stage.settings, screenwriter)
    sounds = SoundPlayer(places.resources() / "sounds", lambda reason: print(f"no sound: {reason}", file=sys.stderr))
    kiosk = make_kiosk(stage.settings, assembly.station.post, sounds)
    finger = Finger(kiosk.window, kiosk.grab)
    console = Console(
        stage, assembly.link, _packer(stage, []), BenchHands(stage, finger, kiosk), lambda: finger.run(kiosk.quit)
    )

    def show(view: BenchView) -> None:
        kiosk.post(view)
        console.show(view)

    screenwriter.connect(show)
    try:
        assembly.start()
        console.start()
        return kiosk.run()
    finally:
        assembly.stop()
        finger.close()
        kiosk.close()
        sounds.stop()


def _happenings(given: argparse.Namespace, stage: Stage, assembly: Assembly) -> list[Happening]:
    """The network goes away in the middle and comes back; the label printer runs out of paper once."""
    if given.autopilot < 3:
        return []

    def say(words: str) -> None:
        print(f"  ... {words}", flush=True)

    def unplug() -> None:
        say("network unplugged")
        assembly.link.unplug()

    def plug() -> None:
        say("network plugged in again")
        assembly.link.plug()

    def run_out() -> None:
        say("label printer out of paper")
        stage.labels.order(f"{NO_PAPER} on")

    third = given.autopilot // 3
    found = [] if given.no_mistakes else [Happening(max(1, third // 2), "paper out", run_out)]
    return (
        found if given.no_unplug else [*found, Happening(third, "unplug", unplug), Happening(2 * third, "plug", plug)]
    )


def _load_paper(stage: Stage) -> None:
    """What the screen asks a packer to do, and the printer is ready again; nothing to do is nothing done."""
    stage.labels.order(f"{NO_PAPER} off")


def _packer(stage: Stage, mistakes: list[str], goal: int | None = None) -> Packer:
    demo = places.resources() / "demo"
    products = _rows(demo / "products_export.csv")
    return Packer(
        badge=_rows(demo / "packers.csv")[0]["badge"],
        codes={row["Variant SKU"]: row["Variant Barcode"] for row in products if row["Variant SKU"]},
        totes=[row["code"] for row in _rows(demo / "totes.csv")],
        labels=lambda: numbers(stage.labels.labels),
        mistakes=mistakes,
        goal=goal,
    )


def _outcome(stage: Stage, before: Report, packer: Packer, pilot: Pilot, goal: int) -> Outcome:
    """Read back from the centre's own file what it made of what was done here."""
    printed = numbers(stage.labels.labels)
    with centre_of(stage.centre) as centre:
        after, drifts = report(centre, SITE), audit(centre, SITE)
        with centre.read(SITE) as work:
            found = {sscc: work.parcels.with_sscc(sscc) for sscc in printed}
    tracked = [sscc for sscc, parcel in found.items() if parcel is not None and parcel.state == "shipped"]
    expected = len({row["Name"] for row in _rows(places.resources() / "demo" / "orders_export.csv")})
    return Outcome(
        before=before, after=after, drifts=drifts, expected=expected, printed=printed,
        applied=tuple(packer.applied), dispatched=tuple(packer.dispatched), tracked=tracked,
        slips=len(stage.slips.receipts), outbox=pilot.waiting, goal=goal, seconds=pilot.seconds, scans=pilot.scans,
        touches=pilot.touches,
    )  # fmt: skip


def _judge(outcome: Outcome, found: Sequence[str], out: Path | None) -> int:
    broken = [*found, *wrongs(outcome)]
    for wrong in broken:
        print(f"  WRONG: {wrong}", file=sys.stderr)
    if out is not None:
        print(f"Screens, labels and slips are in {out}")
    print("The demo went wrong." if broken else "All promises kept: nothing lost, doubled or labelled twice.")
    return 1 if broken else 0


def _print_holds(after: Report) -> None:
    for number, reason, words in after.hold_details:
        print(f"  on hold  {number:<8} {reason:<9} {words}")


@contextmanager
def centre_of(folder: Path) -> Iterator[Centre]:
    """The centre's data, opened beside the process that serves it."""
    centre = Centre(folder, now=hidden_inputs.now, new_id=hidden_inputs.new_id, random_bytes=os.urandom)
    try:
        yield centre
    finally:
        centre.close()


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def _folder(out: Path | None, name: str) -> Path | None:
    if out is None:
        return None
    (out / name).mkdir(parents=True, exist_ok=True)
    return out / name
