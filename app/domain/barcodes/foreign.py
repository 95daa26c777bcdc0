"""Codes that lie around a bench but name no item: web addresses, tracking numbers, contact and Wi-Fi codes."""

from __future__ import annotations

import re
from typing import Final

from app.domain.barcodes.values import ForeignKind
from app.domain.sscc import is_digits

_STARTS: Final = (
    (ForeignKind.URL, ("HTTP://", "HTTPS://", "WWW.", "URLTO:")),
    (ForeignKind.CONTACT, ("BEGIN:VCARD", "MECARD:", "BIZCARD:")),
    (ForeignKind.WIFI, ("WIFI:",)),
    (ForeignKind.MAIL, ("MAILTO:", "MATMSG:")),
    (ForeignKind.PHONE, ("TEL:", "SMSTO:", "SMS:")),
    (ForeignKind.PAYMENT, ("BCD\n", "BCD\r\n", "SPC\n", "SPC\r\n")),
)
_S10: Final = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")
_UPS: Final = re.compile(r"1Z[0-9A-Z]{15}[0-9]")


def foreign_kind(body: str) -> ForeignKind | None:
    """What `body` is if it is recognised as someone else's code, else None."""
    head = body[:16].upper()
    for kind, starts in _STARTS:
        if head.startswith(starts):
            return kind
    return ForeignKind.TRACKING if _is_s10(body) or _is_ups(body) else None


def _is_s10(body: str) -> bool:
    """Postal item number of the UPU, like RR123456785GB. Source: UPU standard S10, check digit modulo 11."""
    found = _S10.fullmatch(body)
    if found is None:
        return False
    rest = 11 - sum(w * int(d) for w, d in zip((8, 6, 4, 2, 3, 5, 9, 7), found[1], strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(found[2])


def _is_ups(body: str) -> bool:
    """UPS tracking number: 1Z and 16 characters, the last a check digit; letters count (code - 63) modulo 10."""
    if not _UPS.fullmatch(body):
        return False
    values = [int(c) if is_digits(c) else (ord(c) - 63) % 10 for c in body[2:17]]
    return -(sum(values[::2]) + 2 * sum(values[1::2])) % 10 == int(body[17])
