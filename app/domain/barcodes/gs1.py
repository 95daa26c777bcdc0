"""GS1 element strings (GS1-128, DataMatrix, QR, Digital Link, typed text) read into an item or a logistic unit.

The grammar of every application identifier (AI) is biip's; which of them matter to a bench is decided here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from biip import ParseConfig, ParseError
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from biip.gs1_element_strings import GS1ElementString

from app.domain.barcodes.symbol import GS
from app.domain.barcodes.values import Foreign, ForeignKind, Gtin, Sscc, Unclear, Unknown
from app.domain.sscc import has_valid_check_digit, is_digits

_CONFIG: Final = ParseConfig(gs1_element_strings_verify_date=False)
"""Dates are read here: biip refuses a whole message for one impossible date, and asks the clock for the century."""

_TYPED: Final = re.compile(r"\(([0-9]{2,4})\)([^(]+)")
_TRANSPORT_AIS: Final = ("401", "402", "403", "420", "421")
_DATE_AIS: Final = ("11", "12", "13", "15", "16", "17")
_LOST: Final = re.compile(
    r".*?(?:(?P<date>(?:11|13|15|17)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01]))(?:$|10.|21.|30[0-9]|37[0-9])"
    r"|(?P<serial>21[!-z]{3,})|(?P<lot>10[!-z]{3,}))"
)
_SPELLED_SEPARATORS: Final = ("<GS>", "<FNC1>")
_SUSPICIOUS_LENGTH: Final = 11
"""Shorter lots and serials often hold 10 or 21 by chance (a year, a week); longer ones rarely do."""

Read = tuple[dict[str, str], tuple[str, ...]]
"""AI -> value (the first of each), and warnings in words."""


def looks_like_gs1(body: str) -> bool:
    """True for data without an AIM identifier that can only be a GS1 message: a leading FNC1, or AI 00, 01 or 02
    followed by a number whose check digit is right (20 digits, or 16 digits and maybe more)."""
    if body.startswith(GS):
        return True
    if body.startswith("00"):
        return len(body) >= 20 and has_valid_check_digit(body[2:20])
    return body.startswith(("01", "02")) and len(body) >= 16 and has_valid_check_digit(body[2:16])


def read_message(body: str, separators: Sequence[str]) -> Read | None:
    """Element strings of a scanned message; None if not even the first is one. Where it breaks, it ends and warns."""
    rest = body
    for spelled in sorted((s for s in separators if s), key=len, reverse=True):
        rest = rest.replace(spelled, GS)
    separated = GS in rest.strip(GS)
    rest = rest.lstrip(GS)
    values: dict[str, str] = {}
    warnings: list[str] = []
    while rest:
        element = _first_element(rest)
        if element is None:
            warnings.append(f"{len(rest)} characters at the end were not understood")
            break
        ai, value = element.ai.ai, element.value
        values.setdefault(ai, value)
        rest = rest[len(ai) + len(value) :]
        if rest and element.ai.separator_required and not rest.startswith(GS):
            warnings.append(f"({ai}) is too long or holds a sign it may not: separator lost?")
        elif element.ai.separator_required and _hides_another(ai, value, values, separated):
            warnings.append(f"({ai}) {value} may hold more than one value: separator lost?")
        rest = rest.lstrip(GS)
    return (values, tuple(warnings)) if values else None


def read_typed(body: str) -> Read | None:
    """Element strings as printed for people and typed by them, "(01)0950...(10)ABC"; None if it is not that."""
    text = "".join(body.split())
    parts: list[tuple[str, str]] = _TYPED.findall(text)
    if not parts or "".join(f"({ai}){value}" for ai, value in parts) != text:
        return None
    values: dict[str, str] = {}
    for ai, value in parts:
        element = _first_element(ai + value)
        if element is None or element.ai.ai != ai or element.value != value:
            return None
        values.setdefault(ai, value)
    return values, ()


def read_link(body: str) -> Read | None:
    """Element strings of a GS1 Digital Link (a web address with /01/ and a GTIN in it); None for any other address."""
    try:
        link = GS1DigitalLinkURI.parse(body, config=_CONFIG)
    except (ParseError, ValueError, ArithmeticError):  # ValueError: urlsplit on a broken host
        return None
    return {element.ai.ai: element.value for element in reversed(link.element_strings)}, ()


def understand(shown: str, read: Read, this_year: int) -> Gtin | Sscc | Foreign | Unknown:
    """The item or logistic unit that the element strings name; an SSCC wins over the content listed beside it."""
    values, warnings = read
    if "00" in values:
        good = has_valid_check_digit(values["00"])
        return Sscc(shown, values["00"]) if good else Unknown(shown, Unclear.BAD_CHECK_DIGIT)
    number = values.get("01") or values.get("02")
    if number is None:
        moving = any(ai in values for ai in _TRANSPORT_AIS)
        return Foreign(shown, ForeignKind.TRACKING) if moving else Unknown(shown, Unclear.NO_ITEM_NUMBER)
    if not has_valid_check_digit(number):
        return Unknown(shown, Unclear.BAD_CHECK_DIGIT)
    dates = {ai: _read_date(values[ai], this_year) for ai in _DATE_AIS if ai in values}
    impossible = tuple(f"({ai}) {values[ai]} is not a date" for ai, day in dates.items() if day is None)
    count = values.get("30") or values.get("37")
    return Gtin(
        text=shown,
        gtin=number,
        lot=values.get("10"),
        serial=values.get("21"),
        expiry=dates.get("17") if "17" in dates else dates.get("15"),
        count=int(count) if count else None,
        warnings=warnings + impossible,
    )


def _first_element(rest: str) -> GS1ElementString | None:
    try:
        element = GS1ElementString.extract(rest, config=_CONFIG)
    except (ParseError, ValueError, ArithmeticError):
        return None
    return element if element.value and element.value.isascii() and rest.startswith(element.ai.ai) else None


def _hides_another(ai: str, value: str, values: dict[str, str], separated: bool) -> bool:
    """True if a lost separator is suspected inside `value`: it spells one out, or, in a message without a single
    separator, goes on like another AI that a lot or serial is usually followed by and that has not come yet."""
    if any(spelled in value for spelled in _SPELLED_SEPARATORS):
        return True
    found = None if separated or ai not in ("10", "21") else _LOST.match(value, 1)
    if found is None:
        return False
    if found["date"]:
        return True
    return len(value) >= _SUSPICIOUS_LENGTH and ("21" if found["serial"] else "10") not in values


def _read_date(value: str, this_year: int) -> date | None:
    """YYMMDD; day 00 is the month's last. The century is the one that lies nearest: at most 49 years back, 50 ahead.

    Source: GS1 General Specifications, section 7.12. None if there is no such day.
    """
    if len(value) < 6 or not is_digits(value[:6]):
        return None
    year, month, day = int(value[:2]), int(value[2:4]), int(value[4:6])
    year += this_year - this_year % 100
    year += -100 if year - this_year > 50 else 100 if this_year - year > 49 else 0
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except ValueError:
        return None
