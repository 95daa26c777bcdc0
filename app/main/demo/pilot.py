"""Drives the kiosk as a packer would: watches the screen, pulls the trigger, touches, and keeps pictures of it all."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from app.main.demo.packer import Move, Packer, Scan
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen

ANSWER_S: Final = 20.0
IDLE_S: Final = 12.0
POLL_S: Final = 0.05


class Hands(Protocol):
    """What a packer's hands and eyes need of the bench."""

    def pull_trigger(self, code: str, aim: str) -> None: ...
    def touch(self, command: str, event: int) -> bool: ...
    def photograph(self, path: Path, event: int) -> None: ...


class PilotFailed(Exception):
    """The bench did not answer, or work stopped before the goal; the text says where."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something done to the bench once `orders` labels are on their boxes."""

    orders: int
    name: str
    act: Callable[[], None]


class Pilot:
    """Packs until `goal` orders are dispatched, or until the queue has nothing more to give.

    `remedy` does what the screen asks for when a device is in trouble and the packer can not go on.
    """

    def __init__(
        self, packer: Packer, hands: Hands, goal: int, happenings: list[Happening], remedy: Callable[[], None],
        shots: Path | None,
    ) -> None:  # fmt: skip
        self._packer, self._hands, self._goal, self._remedy = packer, hands, goal, remedy
        self._happenings = sorted(happenings, key=lambda happening: happening.orders)
        self._shots = shots
        self._seen: set[str] = set()
        self._views: queue.SimpleQueue[BenchView] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="pilot", daemon=True)
        self.scans = 0
        self.touches = 0
        self.seconds = 0.0
        self.waiting = 0

    def show(self, view: BenchView) -> None:
        """Every view the kiosk gets; any thread."""
        self._views.put(view)

    def start(self, done: Callable[[], None]) -> None:
        self._done = done
        self._thread.start()

    def finish(self) -> None:
        """Wait for the end and raise what went wrong."""
        self._stop.set()
        self._thread.join(ANSWER_S)
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        started = time.monotonic()
        try:
            self._work()
        except BaseException as failure:  # noqa: BLE001  (handed to the main thread, which raises it)
            self._failure = failure
            self.waiting = -1
        finally:
            self.seconds = time.monotonic() - started
            self._done()

    def _work(self) -> None:
        view = self._next(ANSWER_S)
        idle_since: float | None = None
        while not self._stop.is_set():
            self._photograph(view)
            self._happen()
            if view.screen is Screen.FAULT:
                raise PilotFailed(f"the station is out of service: {view.message}")
            if len(self._packer.dispatched) >= self._goal and view.screen is not Screen.DISPATCH:
                return self._settle(view)
            move = self._packer.move(view)
            if move is None:
                if view.troubles:
                    self._remedy()
                idle_since = idle_since or time.monotonic()
                if time.monotonic() - idle_since > IDLE_S:
                    return self._out_of_work(view)
                view = self._newest(view)
                continue
            idle_since = None
            view = self._make(move, view)
        return None

    def _make(self, move: Move, view: BenchView) -> BenchView:
        """One move, and the picture that answers it: every scan has exactly one outcome."""
        if isinstance(move, Scan):
            self.scans += 1
            self._hands.pull_trigger(move.code, move.aim)
        else:
            self.touches += 1
            if not self._hands.touch(move.command, view.event):
                raise PilotFailed(f"there is no button {move.command} on screen {view.screen} ({view.title})")
        deadline = time.monotonic() + ANSWER_S
        while time.monotonic() < deadline:
            try:
                newer = self._views.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                break
            if newer.event > view.event and newer.answers:  # a device tells things meanwhile
                return self._newest(newer, wait=False)
        raise PilotFailed(f"no answer to {move} on screen {view.screen} ({view.title})")

    def _settle(self, view: BenchView) -> None:
        """Done is done when the centre has it all."""
        for happening in self._happenings:
            happening.act()
        self._happenings.clear()
        deadline = time.monotonic() + 60.0
        while view.link.waiting or not view.link.online:
            if time.monotonic() > deadline:
                raise PilotFailed(f"the outbox did not empty: {view.link.text}")
            view = self._newest(view)
        self.waiting = view.link.waiting
        self._photograph(view)

    def _out_of_work(self, view: BenchView) -> None:
        if self._happenings:
            for happening in self._happenings:
                happening.act()
            self._happenings.clear()
            return self._work()
        return self._settle(view)

    def _happen(self) -> None:
        while self._happenings and len(self._packer.applied) >= self._happenings[0].orders:
            self._happenings.pop(0).act()

    def _next(self, timeout_s: float) -> BenchView:
        try:
            return self._views.get(timeout=max(0.01, timeout_s))
        except queue.Empty:
            raise PilotFailed("the kiosk showed nothing") from None

    def _newest(self, view: BenchView, wait: bool = True) -> BenchView:
        """The latest picture; with `wait`, a moment is given to a change that no scan of ours causes."""
        try:
            view = self._views.get(timeout=POLL_S) if wait else self._views.get_nowait()
            while True:
                view = self._views.get_nowait()
        except queue.Empty:
            return view

    def _photograph(self, view: BenchView) -> None:
        """One picture of each kind of screen, the first time it is there."""
        name = picture_name(view)
        if self._shots is None or name in self._seen:
            return
        self._seen.add(name)
        self._hands.photograph(self._shots / f"{len(self._seen):02d}-{name}.png", view.event)


def picture_name(view: BenchView) -> str:
    """What kind of screen this is, for the file's name."""
    if view.refusal is not None:
        return f"refused-{view.screen}-{view.refusal.tone}-{_slug(view.refusal.title)}"
    phase = view.pick.phase if view.pick else view.pack.phase if view.pack else ""
    offline = "offline" if not view.link.online and view.event > 0 else ""
    trouble = "trouble" if view.troubles else ""
    return "-".join(part for part in (str(view.screen), phase, trouble, offline) if part)


def _slug(text: str) -> str:
    return "".join(char if char.isalnum() else "-" for char in text.lower()).strip("-")
