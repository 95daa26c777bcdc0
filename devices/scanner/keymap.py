"""What a key means on a US keyboard, from the hardware's scan code: a scanner types US on any desktop.

Key numbers are Linux input event codes (linux/input-event-codes.h); X11 adds 8; Windows set 1 has the same numbers for
the keys used here.
"""

from __future__ import annotations

from enum import Enum

X11_OFFSET = 8

_PLAIN: dict[int, str] = {
    **dict(zip(range(2, 14), "1234567890-=", strict=True)),
    **dict(zip(range(16, 28), "qwertyuiop[]", strict=True)),
    **dict(zip(range(30, 42), "asdfghjkl;'`", strict=True)),
    **dict(zip(range(43, 54), "\\zxcvbnm,./", strict=True)),
    57: " ",
    55: "*",
    74: "-",
    78: "+",
}
_SHIFTED = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))
KEYPAD_DIGITS = {71: "7", 72: "8", 73: "9", 75: "4", 76: "5", 77: "6", 79: "1", 80: "2", 81: "3", 82: "0"}
SHIFTS = frozenset({42, 54})
ALTS = frozenset({56, 100, 0x138})
CONTROLS = frozenset({29, 97, 0x11D})
MODIFIER_CODES = SHIFTS | ALTS | CONTROLS | frozenset({58, 69, 125, 126})
ENTERS = frozenset({28, 96, 0x11C})
TAB = 15
F8 = 66
F12 = 88
RIGHT_BRACKET = 27


class Codes(Enum):
    """Which numbering the native scan codes use; NONE falls back to the text of the key."""

    X11 = "x11"
    WINDOWS = "windows"
    NONE = "none"


def position(scan_code: int, codes: Codes) -> int:
    """The key's position as an input event code; 0 when the platform gave none."""
    if codes is Codes.NONE or scan_code <= 0:
        return 0
    return scan_code - X11_OFFSET if codes is Codes.X11 else scan_code


def character(key: int, shift: bool) -> str:
    """What the key types on a US keyboard, "" when it types nothing. CapsLock is ignored on purpose."""
    if key in KEYPAD_DIGITS:
        return KEYPAD_DIGITS[key]
    plain = _PLAIN.get(key, "")
    if not shift or not plain or key in (55, 74, 78):
        return plain
    return _SHIFTED.get(plain, plain.upper())
