"""Our own codes, in a namespace no product may use: PB.B.badge, PB.T.tote, PB.L.location, PB.C.COMMAND."""

from __future__ import annotations

import re
from typing import Final

from app.domain.barcodes.symbol import split_aim
from app.domain.barcodes.values import Badge, CommandCode, Place, Tote, Unclear, Unknown

PREFIX: Final = "PB."
_IDENTITY: Final = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,39}")
_COMMAND: Final = re.compile(r"[A-Z][A-Z0-9_]{0,31}")

OwnCode = Badge | Tote | Place | CommandCode


def encode_badge(badge_id: str) -> str:
    """The text to print for a badge. Raises ValueError unless it is 1 to 40 of A-Z 0-9 . _ / - (first A-Z 0-9)."""
    return _encode("B", "badge_id", badge_id, _IDENTITY)


def encode_tote(tote_id: str) -> str:
    """The text to print on a tote; alphabet and errors as for a badge."""
    return _encode("T", "tote_id", tote_id, _IDENTITY)


def encode_place(code: str) -> str:
    """The text to print on a location; alphabet and errors as for a badge."""
    return _encode("L", "location", code, _IDENTITY)


def encode_command(name: str) -> str:
    """The text to print for a command. Raises ValueError unless it is 1 to 32 of A-Z 0-9 _ starting with a letter."""
    return _encode("C", "command", name, _COMMAND)


def decode(shown: str, body: str) -> OwnCode | Unknown | None:
    """The code of ours that `body` holds, Unknown if it is a broken one, None if it is outside our namespace.

    Small letters are taken as capitals: a keyboard with Caps Lock on swaps them.
    """
    code = body.upper()
    if not code.startswith(PREFIX):
        return None
    kind, rest = code[len(PREFIX) : len(PREFIX) + 2], code[len(PREFIX) + 2 :]
    if kind == "C." and _COMMAND.fullmatch(rest):
        return CommandCode(shown, rest)
    if not _IDENTITY.fullmatch(rest):
        return Unknown(shown, Unclear.NOT_OUR_CODE)
    if kind == "B.":
        return Badge(shown, rest)
    if kind == "T.":
        return Tote(shown, rest)
    return Place(shown, rest) if kind == "L." else Unknown(shown, Unclear.NOT_OUR_CODE)


def is_reserved(text: str) -> bool:
    """True if a scan of `text` would be read in our namespace: importers refuse it as a product's alias."""
    _, body = split_aim(text)
    return body.upper().startswith(PREFIX)


def _encode(kind: str, field: str, value: str, allowed: re.Pattern[str]) -> str:
    if not allowed.fullmatch(value):
        raise ValueError(f"{field}: {value!r} can not be printed as a code (capitals, digits and a few signs only)")
    return f"{PREFIX}{kind}.{value}"
