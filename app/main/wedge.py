"""The decoder of a keyboard-wedge scanner behind the keys of the kiosk's window."""

from __future__ import annotations

import sys

from app.main.settings import ScannerSettings
from devices.scanner.keymap import Codes
from devices.scanner.wedge import Key, Modifier, WedgeDecoder, WedgeSetup
from ui.touch.strokes import KeyboardWedge, Stroke


def keyboard_wedge(settings: ScannerSettings) -> KeyboardWedge[Key]:
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
