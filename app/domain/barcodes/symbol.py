"""The outer layer of a scan: bytes to text, the AIM symbology identifier, and text made safe to show."""

from __future__ import annotations

import re
from typing import Final

_AIM: Final = re.compile(r"\](?P<aim>[A-Za-z][0-9A-Za-z])")
_EDGE: Final = " \t\r\n\x00"
_LONGEST_SHOWN: Final = 300

GS: Final = "\x1d"
GS1_SYMBOLS: Final = frozenset({"C1", "e0", "e1", "e2", "d2", "Q3", "J1"})
"""Symbols that promise GS1 element strings (GS1 General Specifications, section 5, symbology identifiers)."""
RETAIL_SYMBOLS: Final = frozenset({"E0", "E3", "E4"})
"""EAN-13, UPC-A, UPC-E (E0, with add-on E3) and EAN-8 (E4); the add-ons alone are E1 and E2."""


def read_text(raw: bytes) -> str:
    """UTF-8 where it is valid (scanners set to it, QR codes), else Latin-1, which takes any byte."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def split_aim(text: str, aim: str | None = None) -> tuple[str, str]:
    """(identifier without "]" or "", data): the identifier leads the data or was told apart by the driver."""
    body = text.strip(_EDGE)
    found = _AIM.match(body)
    if found:
        return found["aim"], body[found.end() :].strip(_EDGE)
    return (aim or "").removeprefix("]"), body


def visible(text: str) -> str:
    """`text` for a screen or a log: control characters as their Unicode pictures, other invisible ones as <U+200B>."""
    if text.isascii() and text.isprintable() and len(text) <= _LONGEST_SHOWN:
        return text
    shown = "".join(map(_visible, text[:_LONGEST_SHOWN]))
    return shown + ("…" if len(text) > _LONGEST_SHOWN else "")


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return character if character.isprintable() else f"<U+{code:04X}>"
