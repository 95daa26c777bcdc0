"""The kiosk as a process: the assembled bench behind its window, until the window closes or a signal ends it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from app.main import hidden_inputs, places
from app.main.assembly import Assembly, assemble
from app.main.settings import ScannerSettings, StationSettings
from app.station.bench_view import BenchView
from devices.scanner.keymap import Codes
from devices.scanner.wedge import Key, Modifier, WedgeDecoder, WedgeSetup
from ui.touch.kiosk import Kiosk
from ui.touch.sounds import SoundPlayer
from ui.touch.strokes import KeyboardWedge, Stroke

MM_PER_INCH = 25.4


class Screenwriter:
    """Passes every view on to the kiosk and, when asked, writes it down as one JSON line: what support reads later.

    The trace holds what the screen shows, names and addresses included: it is off unless a file is named.
    """

    def __init__(self, trace: Path | None) -> None:
        self._file = trace.open("ab", buffering=0) if trace else None
        self._show: Callable[[BenchView], None] = lambda view: None

    def connect(self, show: Callable[[BenchView], None]) -> None:
        self._show = show

    def __call__(self, view: BenchView) -> None:
        if self._file is not None:
            self._file.write(msgspec.json.encode(view) + b"\n")
        self._show(view)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def run_kiosk(settings: StationSettings, trace: Path | None = None, bench: str = "") -> int:
    """Serve until the window closes, SIGTERM or SIGINT. `bench` names a file for frame times ("" for none)."""
    screenwriter = Screenwriter(trace)
    assembly = assemble(settings, screenwriter)
    sounds = SoundPlayer(places.resources() / "sounds", _no_sound) if settings.screen.sounds else None
    try:
        kiosk = make_kiosk(settings, assembly, sounds)
        screenwriter.connect(kiosk.post)
        frames = _frame_times(kiosk, Path(bench)) if bench else None
        try:
            assembly.start()
            return kiosk.run()
        finally:
            assembly.stop()
            kiosk.close()
            if frames is not None:
                os.close(frames)
    finally:
        if sounds is not None:
            sounds.stop()
        screenwriter.close()


def make_kiosk(settings: StationSettings, assembly: Assembly, sounds: SoundPlayer | None) -> Kiosk:
    """The window of an assembled bench; its wedge decoder where a keyboard-wedge scanner is configured."""
    size, density = window_size(settings)
    wedge = next((scanner for scanner in settings.scanners if scanner.kind == "wedge"), None)
    return Kiosk(
        send=assembly.station.post,
        scanned=assembly.station.post,
        now=hidden_inputs.now,
        mono_ns=time.monotonic_ns,
        pictures=settings.pictures or settings.data / "pictures",
        resources=places.resources(),
        sounds=sounds,
        wedge=_wedge(wedge) if wedge else None,
        size=size,
        px_per_mm=density,
        fullscreen=size is None,
    )


def window_size(settings: StationSettings) -> tuple[tuple[int, int] | None, float | None]:
    """Pixels (None for the whole screen) and pixels per millimetre, from the size and the diagonal in inches."""
    if settings.screen.size == "full":
        return None, None
    width, height = (int(part) for part in settings.screen.size.split("x"))
    return (width, height), float((width**2 + height**2) ** 0.5 / (settings.screen.inches * MM_PER_INCH))


def _wedge(settings: ScannerSettings) -> KeyboardWedge[Key]:
    codes = Codes.WINDOWS if sys.platform == "win32" else Codes.X11
    decoder = WedgeDecoder(WedgeSetup(prefix=settings.prefix, codes=codes))
    return KeyboardWedge(settings.name, decoder, _key)


def _key(stroke: Stroke) -> Key:
    held = (
        (Modifier.SHIFT if stroke.shift else Modifier.NONE)
        | (Modifier.CONTROL if stroke.control else Modifier.NONE)
        | (Modifier.ALT if stroke.alt else Modifier.NONE)
    )
    return Key(
        scan_code=stroke.scan_code, text=stroke.text, key=stroke.key, modifiers=held, down=stroke.down,
        t_ms=stroke.t_ms, repeat=stroke.repeat, tag=stroke.tag,
    )  # fmt: skip


def _frame_times(kiosk: Kiosk, file: Path) -> int:
    """One line per frame that answered a scan: when its last byte came and when its frame was swapped, in ns."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def swapped(answers: int) -> None:
        if answers:
            os.write(handle, b"%d %d\n" % (answers, time.monotonic_ns()))

    kiosk.on_frame(swapped)
    return handle


def _no_sound(reason: str) -> None:
    print(f"packbench: no sound: {reason}", file=sys.stderr)
