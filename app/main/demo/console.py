"""The terminal beside the demo's kiosk: the trigger of its scanner, and the switches of its little world."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Final

from app.main.demo.packer import Packer, Scan
from app.main.demo.pilot import Hands
from app.main.demo.stage import Stage
from app.station.view.bench_view import BenchView
from devices.simulators.orders import BadOrder
from sync.station.link import Link

HELP: Final = """\
  <Enter> or next      do the next right thing (scan or touch)
  scan CODE            pull the trigger on any code, for example scan 4006381333931
  unplug | plug        take the network away, give it back
  label ORDER          order to the label printer, for example label fault paper-out on
  slip ORDER           order to the receipt printer
  scanner unplug|plug  pull the scanner's cable
  help | quit"""


class Console:
    """Reads standard input on a thread of its own until `quit` or the end of the input."""

    def __init__(self, stage: Stage, link: Link, packer: Packer, hands: Hands, leave: Callable[[], None]) -> None:
        self._stage, self._link, self._packer, self._hands, self._leave = stage, link, packer, hands, leave
        self._view: BenchView | None = None

    def show(self, view: BenchView) -> None:
        self._view = view

    def start(self) -> None:
        print(f"The kiosk is open. Type here what a packer would do:\n{HELP}", flush=True)
        threading.Thread(target=self._run, name="console", daemon=True).start()

    def _run(self) -> None:
        for line in sys.stdin:
            word, _, rest = line.strip().partition(" ")
            if word == "quit":
                break
            try:
                self._order(word, rest)
            except BadOrder as refusal:
                print(f"  {refusal}", flush=True)
        else:
            return
        self._leave()

    def _order(self, word: str, rest: str) -> None:
        if word in ("", "next"):
            self._next()
        elif word == "scan" and rest:
            self._stage.scanner.type_code(rest.encode("latin-1", "replace"))
        elif word == "unplug":
            self._link.unplug()
        elif word == "plug":
            self._link.plug()
        elif word == "label":
            print(f"  {self._stage.labels.order(rest)}", flush=True)
        elif word == "slip":
            print(f"  {self._stage.slips.order(rest)}", flush=True)
        elif word == "scanner":
            print(f"  {self._stage.scanner.order(rest)}", flush=True)
        else:
            print(HELP, flush=True)

    def _next(self) -> None:
        move = self._packer.move(self._view) if self._view is not None else None
        if move is None:
            print("  nothing to do right now", flush=True)
        elif isinstance(move, Scan):
            print(f"  scan {move.code}", flush=True)
            self._hands.pull_trigger(move.code, move.aim)
        elif not self._hands.touch(move.command, self._view.event if self._view else 0):
            print(f"  there is no button {move.command}", flush=True)
