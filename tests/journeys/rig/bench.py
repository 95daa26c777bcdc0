"""One packing bench: a station process with a window, its scanner on a pty, its printers on TCP, and a packer at it."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import os
import signal
import subprocess
import sys
import termios
import tty
from collections.abc import Callable
from pathlib import Path

from app.domain.barcodes import encode_command
from app.domain.floor.cards import COMMANDS, Command
from app.main.demo.packer import EAN, Move, Packer, Scan
from app.main.demo.paper import numbers
from app.main.demo.stage import SITE, packbench
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen
from devices.simulators.receipt.printer import SimulatedEscposPrinter
from devices.simulators.scanner import SimulatedScanner
from devices.simulators.zpl_printer import SimulatedZplPrinter
from tests.journeys.rig.centre_process import DEMO, ROOT, CentreProcess
from tests.journeys.rig.trace import Frames, Trace
from tests.journeys.rig.window import Window
from tests.waiting import wait_until

ANSWER_S = 40.0
PATIENCE_S = 15.0
STOP_S = 15.0
PRIMARY = (1040, 735)
"""Middle of the primary action, in a window of 1280x800."""
NEUTRAL = (700, 30)
EXPECTED_WORDS = "SQLite 3."


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


CODES = {row["Variant SKU"]: row["Variant Barcode"] for row in rows("products_export.csv") if row["Variant SKU"]}
CASES = {(row["sku"], row["level"]): row["gtin"] for row in rows("packaging.csv")}
WALK = {row["code"]: int(row["walk"]) for row in rows("locations.csv")}
BADGES = [row["badge"] for row in rows("packers.csv")]
TOTES = [row["code"] for row in rows("totes.csv")]
TOML = """[station]
name = "{name}"
centre = "{centre}"
site = "{site}"
data = "station"
pictures = "{pictures}"
[screen]
size = "1280x800"
inches = 13.3
sounds = false
[[devices.scanner]]
kind = "serial"
path = "{scanner}"
[devices.label_printer]
host = "127.0.0.1"
port = {labels}
[devices.slip_printer]
host = "127.0.0.1"
port = {slips}
"""


class Bench:
    """`display` "" runs the station without a window one could touch (Qt's offscreen platform)."""

    def __init__(
        self, folder: Path, display: str, name: str = "ST-1", nth: int = 0, labels: SimulatedZplPrinter | None = None
    ) -> None:
        folder.mkdir(parents=True)
        self.folder, self._display, self.name = folder, display, name
        self.scanner = SimulatedScanner(folder / "scanner")
        self.labels = labels or SimulatedZplPrinter()
        self.slips = SimulatedEscposPrinter(folder=folder / "slips")
        self.labels.start()
        self.slips.start()
        self.packer = Packer(
            badge=BADGES[nth], codes=CODES, totes=TOTES[nth * 8 :], labels=lambda: numbers(self.labels.labels)
        )
        self.life = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._window: Window | None = None

    def enrol(self, centre: CentreProcess) -> None:
        """Known to a centre from now on; once, before the first start."""
        self.config = self.folder / "station.toml"
        self.config.write_text(
            TOML.format(
                name=self.name, centre=centre.url, site=SITE, pictures=(DEMO / "pictures").as_posix(),
                scanner=self.scanner.path, labels=self.labels.port, slips=self.slips.port,
            ),
            "utf-8",
        )  # fmt: skip
        packbench("station", "enrol", "--config", self.config, "--code", centre.enrol_code(self.name))

    # --- the process

    def start(self) -> BenchView:
        """Begin a life; the first picture whose devices are there."""
        self.life += 1
        self._mark_port()
        trace, frames = (self.folder / f"{what}-{self.life}" for what in ("trace", "frames"))
        self.trace, self._frames = Trace(trace), Frames(frames)
        platform = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": self._display}
        command = [sys.executable, "-m", "app.main", "station", "run", "--config", str(self.config)]
        with (self.folder / "stderr").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--trace", str(trace), "--frames", str(frames)], cwd=ROOT, stderr=log,
                env={**os.environ, **(platform if self._display else {"QT_QPA_PLATFORM": "offscreen"})},
            )  # fmt: skip
        wait_until(lambda: self.trace.views or self._ended(), ANSWER_S, "the first picture")
        wait_until(lambda: self._port_is_open() or self._ended(), ANSWER_S, "the scanner's port to be opened")
        self._window = None
        return self.view

    def _mark_port(self) -> None:
        """Leave a scan in the port that nobody reads: the driver throws it away as the last step of opening."""
        port = os.open(self.scanner.path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(port)
        os.close(port)
        self.scanner.type_code(b"typed before anybody listened")
        wait_until(self._unread, ANSWER_S, "the scan to lie in the port")

    def _port_is_open(self) -> bool:
        return not self._unread()

    def _unread(self) -> int:
        """Bytes that lie in the port."""
        port = os.open(self.scanner.path, os.O_RDWR | os.O_NOCTTY)
        try:
            return int.from_bytes(fcntl.ioctl(port, termios.FIONREAD, bytes(4)), sys.byteorder)
        finally:
            os.close(port)

    def ready(self) -> BenchView:
        """Wait until the scanner is read, the printers answer and the centre is there."""
        wait_until(lambda: (view := self.view).link.online and not view.troubles, ANSWER_S, "a bench at work")
        return self.view

    def _ended(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.stderr
        return False

    def kill(self) -> None:
        """kill -9"""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """A polite end; the station must take it as one."""
        process = self._process
        self._end(signal.SIGTERM)
        assert process is None or process.returncode == 0, self.stderr

    def close(self) -> None:
        """Everything of the bench is gone, whatever state the test left it in."""
        try:
            self.stop()
            words = [line for line in self.stderr.splitlines() if EXPECTED_WORDS not in line]
            assert words == [], words
        finally:
            self.scanner.close()
            self.labels.stop()
            self.slips.stop()

    def _end(self, number: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        process.kill()
        process.wait()

    @property
    def stderr(self) -> str:
        file = self.folder / "stderr"
        return file.read_text("utf-8", "replace") if file.exists() else ""

    # --- eyes

    @property
    def view(self) -> BenchView:
        """What the screen shows now."""
        return self.trace.views[-1]

    @property
    def printed(self) -> list[str]:
        """The SSCC of every label that came out, oldest first."""
        return numbers(self.labels.labels)

    def see(self, condition: Callable[[BenchView], object], words: str, timeout_s: float = ANSWER_S) -> BenchView:
        """Wait for a picture; returns the newest, for which the condition holds."""
        wait_until(lambda: condition(self.view), timeout_s, words)
        return self.view

    # --- hands

    @property
    def window(self) -> Window:
        """The window, found at the first touch of this life, and touched where nothing is."""
        if self._window is None:
            assert self._process is not None
            self._window = Window(self._process.pid, self._display)
            self._window.touch(*NEUTRAL)
        return self._window

    def scan(self, code: str, aim: str = "]C0") -> BenchView:
        """Pull the trigger; the picture that answers it."""
        return self._answer(lambda: self.scanner.type_code((aim + code).encode("latin-1")), code)

    def item(self, sku: str) -> BenchView:
        return self.scan(CODES[sku], EAN)

    def card(self, command: Command) -> BenchView:
        """The command's line on the printed card."""
        return self.scan(encode_command(command))

    def key(self, name: str) -> BenchView:
        return self._answer(lambda: self._typed(name), f"key {name}")

    def press(self, command: str) -> BenchView:
        """The key that the screen, or else the card, gives for the command."""
        hint = next((a.key for a in self.view.actions if a.command == command), "")
        return self.key(hint if hint and " " not in hint else COMMANDS[Command(command)].key)

    def touch_primary(self) -> BenchView:
        return self._answer(self._touched, "touch")

    def make(self, move: Move) -> BenchView:
        return self.scan(move.code, move.aim) if isinstance(move, Scan) else self.press(move.command)

    def _typed(self, name: str) -> None:
        self._drawn()
        self.window.key(name)

    def _touched(self) -> None:
        self._drawn()
        self.window.touch(*PRIMARY)

    def _drawn(self) -> None:
        """Hands act on what the window shows: wait for the frame with the latest answer (a burst may skip it)."""
        answers = max((view.answers for view in self.trace.views), default=0)
        with contextlib.suppress(AssertionError):
            wait_until(lambda: self._frames.shows(answers), 1.0)

    def _answer(self, act: Callable[[], None], words: str) -> BenchView:
        before = len(self.trace.views)
        act()

        def answered() -> bool:
            return any(view.answers for view in self.trace.views[before:]) or self._ended()

        wait_until(answered, ANSWER_S, f"an answer to {words} on {self.view}")
        return next(view for view in self.trace.views[before:] if view.answers)

    # --- a packer at work

    def work(self, until: Callable[[BenchView], object], most: int = 300) -> BenchView:
        """Do the next right thing, again and again, until the newest picture satisfies `until`."""
        for _ in range(most):
            if until(self.view):
                return self.view
            move = self.next_move(until)
            if move is not None:
                self.make(move)
        raise AssertionError(f"{most} moves were not enough: {self.view}")

    def next_move(self, until: Callable[[BenchView], object]) -> Move | None:
        """Wait for something to do; None once the picture satisfies `until`."""
        found: list[Move] = []

        def looked() -> bool:
            move = None if until(self.view) else self.packer.move(self.view)
            found.extend([move] if move is not None else [])
            return bool(found) or bool(until(self.view)) or self._ended()

        wait_until(looked, 2 * ANSWER_S, f"something to do on {self.view}")
        return found[0] if found else None

    def sign_in(self) -> BenchView:
        """Sign in and wait until a pick list, or the word that there is none, has come."""
        self.ready()
        self.work(lambda view: view.screen is not Screen.SIGN_IN)
        return self.see(lambda view: view.queue and view.queue.next_number, "a pick list")

    def settled(self) -> BenchView:
        """Wait until the centre has everything."""
        return self.see(lambda view: view.link.online and not view.link.waiting, "an empty outbox", 60.0)
