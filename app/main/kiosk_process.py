"""The kiosk as a process: the window first, the bench behind it, until the window closes or a signal ends it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.main import hidden_inputs, places
from app.main.settings import ScannerSettings, StationSettings
from app.main.starting import Inbox, Input, Starting, starting_view
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen
from ui.touch.kiosk import Kiosk
from ui.touch.sounds import SoundPlayer

if TYPE_CHECKING:
    from ui.touch.strokes import KeyboardWedge

MM_PER_INCH = 25.4
FAULT_READ_S = 10.0
SWITCH_S = 0.0005
"""How long a busy thread may keep Python to itself: the wire sends what a scan made while its picture is drawn, and at
Python's own 5 ms the picture waits for the wire."""


class Screenwriter:
    """Passes every view on to the kiosk and, when asked, writes it down as one JSON line: what support reads later.

    The trace holds what the screen shows, names and addresses included: it is off unless a file is named.
    """

    def __init__(self, trace: Path | None, fault_read_s: float = FAULT_READ_S) -> None:
        self._file = trace.open("ab", buffering=0) if trace else None
        self._encode: Callable[[BenchView], bytes] | None = None
        self._show: Callable[[BenchView], None] = lambda view: None
        self._end: Callable[[], None] = lambda: None
        self._fault_read_s = fault_read_s
        self.faulted = False

    def connect(self, show: Callable[[BenchView], None], end: Callable[[], None] = lambda: None) -> None:
        self._show, self._end = show, end

    def _end_soon(self) -> None:
        """A station out of service says so long enough to be read, then ends; its watchdog starts it again."""
        self.faulted = True
        ending = threading.Timer(self._fault_read_s, self._end)
        ending.daemon = True
        ending.start()

    def __call__(self, view: BenchView) -> None:
        """The screen first: what is written down for later keeps nobody waiting."""
        self._show(view)
        if view.screen is Screen.FAULT and not self.faulted:
            self._end_soon()
        if self._file is not None:
            if self._encode is None:
                from msgspec.json import encode  # not before the first frame

                self._encode = encode
            self._file.write(self._encode(view) + b"\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def run_kiosk(settings: StationSettings, trace: Path | None = None, frames: str = "") -> int:
    """Serve until the window closes, SIGTERM or SIGINT; returns 1 when the station had to stop of itself.

    `frames` names a file for frame times ("" for none).

    Raises what keeps the bench from starting, as `assemble`; the window has been on the screen by then.
    """
    sys.setswitchinterval(SWITCH_S)
    screenwriter = Screenwriter(trace)
    sounds = SoundPlayer(places.resources() / "sounds", _no_sound) if settings.screen.sounds else None
    inbox = Inbox()
    try:
        kiosk = make_kiosk(settings, inbox.post, sounds)
        screenwriter.connect(kiosk.post, kiosk.end)
        handle = _frame_times(kiosk, Path(frames)) if frames else None
        starting = Starting(settings, screenwriter, inbox, kiosk.end)
        kiosk.on_frame(lambda _answers: starting.first_frame())
        starting.start()
        try:
            return kiosk.run() or int(screenwriter.faulted)
        finally:
            try:
                starting.stop()
            finally:
                kiosk.close()
                if handle is not None:
                    os.close(handle)
    finally:
        if sounds is not None:
            sounds.stop()
        screenwriter.close()


def make_kiosk(settings: StationSettings, post: Callable[[Input], None], sounds: SoundPlayer | None) -> Kiosk:
    """The window of a bench, saying that it starts; its wedge decoder where a keyboard-wedge scanner is configured.

    `post` gets what is pressed and scanned. Raises FileNotFoundError for a language that is not shipped.
    """
    size, density = window_size(settings)
    wedge = next((scanner for scanner in settings.scanners if scanner.kind == "wedge"), None)
    return Kiosk(
        send=post,
        scanned=post,
        now=hidden_inputs.now,
        mono_ns=time.monotonic_ns,
        pictures=settings.pictures or settings.data / "pictures",
        resources=places.resources(),
        sounds=sounds,
        wedge=_wedge(wedge) if wedge else None,
        size=size,
        px_per_mm=density,
        fullscreen=size is None,
        first=starting_view(settings.name, places.words(settings.screen.language, "starting").say("starting.title")),
    )


def window_size(settings: StationSettings) -> tuple[tuple[int, int] | None, float | None]:
    """Pixels (None for the whole screen) and pixels per millimetre, from the size and the diagonal in inches."""
    if settings.screen.size == "full":
        return None, None
    width, height = (int(part) for part in settings.screen.size.split("x"))
    return (width, height), float((width**2 + height**2) ** 0.5 / (settings.screen.inches * MM_PER_INCH))


def _wedge(settings: ScannerSettings) -> KeyboardWedge[Any]:
    from app.main.wedge import keyboard_wedge  # only a bench that has one waits for it

    return keyboard_wedge(settings)


def _frame_times(kiosk: Kiosk, file: Path) -> int:
    """One line per frame that answered a scan: when its last byte was read and when its frame was swapped, in ns of the
    monotonic clock. The first frame of all and the first with the bench on it answer none: their line begins with 0.
    """
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    shown: list[bool] = []

    def swapped(answers: int) -> None:
        began = kiosk.model.view.screen is not Screen.STARTING
        if answers or began not in shown:
            shown.append(began)
            os.write(handle, b"%d %d\n" % (answers, time.monotonic_ns()))

    kiosk.on_frame(swapped)
    return handle


def _no_sound(reason: str) -> None:
    print(f"packbench: no sound: {reason}", file=sys.stderr)
