"""From scanned bytes to one Barcode value: total (any bytes have an answer) and pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.barcodes.foreign import foreign_kind
from app.domain.barcodes.gs1 import looks_like_gs1, read_link, read_message, read_typed, understand
from app.domain.barcodes.namespaces import decode
from app.domain.barcodes.symbol import GS, GS1_SYMBOLS, RETAIL_SYMBOLS, read_text, split_aim, visible
from app.domain.barcodes.values import Barcode, Foreign, Gtin, Unclear, Unknown
from app.domain.sscc import check_digit, has_valid_check_digit, is_digits

LONGEST_SCAN: Final = 4096
"""Bytes; more than a QR code of version 40 holds in letters and digits is no scan."""
GTIN_LENGTHS: Final = (8, 12, 13, 14)
ASSUMED_YEAR: Final = 2026


def parse(
    raw: bytes, aim: str | None = None, *, separators: Sequence[str] = (GS,), this_year: int = ASSUMED_YEAR
) -> Barcode:
    """What was scanned. Never raises; what can not be named comes back as Unknown with the reason and the text.

    `aim` is the AIM symbology identifier ("]C1" or "C1") if the driver took it off; one that leads `raw` wins.
    `separators` are what the scanner sends for FNC1 between GS1 elements (e.g. "\\x1d", "<GS>"); they count in GS1
    data only. `this_year` settles the century of two-digit years.
    """
    text = read_text(raw[: LONGEST_SCAN + 1])
    symbol, body = split_aim(text, aim)
    if is_digits(body) and len(body) in GTIN_LENGTHS and symbol in ("", "E0", "E4"):
        return _retail(body, body, symbol)  # the commonest scan by far
    shown = visible(body)
    if not body:
        return Unknown(shown, Unclear.EMPTY)
    if len(raw) > LONGEST_SCAN:
        return Unknown(shown, Unclear.TOO_LONG)
    own = decode(shown, body)
    if own is not None:
        return own
    if symbol in RETAIL_SYMBOLS:
        return _retail(shown, body, symbol)
    if symbol in GS1_SYMBOLS:
        read = read_message(body, separators) or read_typed(body)
        return understand(shown, read, this_year) if read else _not_elements(shown, body, this_year)
    return _unlabelled(shown, body, separators, this_year)


def _retail(shown: str, body: str, symbol: str) -> Barcode:
    """EAN-13, EAN-8, UPC-A and, where the symbol says that eight digits or fewer are no EAN-8, UPC-E."""
    number = body.split(" ", maxsplit=1)[0]
    if symbol == "E3":  # the main symbol, then an add-on of two or five digits
        number = number[: {14: 12, 15: 13, 17: 12, 18: 13}.get(len(number))]
    if not is_digits(number) or (symbol in RETAIL_SYMBOLS and len(number) == 14):
        return Unknown(shown, Unclear.MALFORMED)
    if symbol == "E0" and len(number) in (6, 7, 8):
        expanded = _expand_upc_e(number)
        if expanded is not None:
            return Gtin(shown, expanded.zfill(14))
    if len(number) not in GTIN_LENGTHS:
        return Unknown(shown, Unclear.MALFORMED)
    if not has_valid_check_digit(number):
        return Unknown(shown, Unclear.BAD_CHECK_DIGIT)
    return Gtin(shown, number.zfill(14))


def _expand_upc_e(number: str) -> str | None:
    """UPC-A of a UPC-E sent as 6 digits, 7 (with the number system) or 8 (and the check digit); None if it is none.

    Source: GS1 General Specifications, section 5.2.2.4.2.
    """
    system, six = ("0", number) if len(number) == 6 else (number[0], number[1:7])
    if system not in "01":
        return None
    last = six[5]
    if last in "012":
        body = f"{system}{six[:2]}{last}0000{six[2:5]}"
    elif last == "3":
        body = f"{system}{six[:3]}00000{six[3:5]}"
    elif last == "4":
        body = f"{system}{six[:4]}00000{six[4]}"
    else:
        body = f"{system}{six[:5]}0000{last}"
    expanded = f"{body}{check_digit(body)}"
    return None if len(number) == 8 and number[7] != expanded[11] else expanded


def _not_elements(shown: str, body: str, this_year: int) -> Barcode:
    """A GS1 symbol that holds no element string: some hold a Digital Link."""
    read = read_link(body)
    return understand(shown, read, this_year) if read else Unknown(shown, Unclear.MALFORMED)


def _unlabelled(shown: str, body: str, separators: Sequence[str], this_year: int) -> Barcode:
    """No AIM identifier, or one of a symbol that may hold anything (Code 128, Code 39, ITF, QR, DataMatrix, ...)."""
    if is_digits(body) and len(body) in GTIN_LENGTHS:
        return _retail(shown, body, "")
    if is_digits(body) and len(body) == 20 and body.startswith("00") and not has_valid_check_digit(body):
        return Unknown(shown, Unclear.BAD_CHECK_DIGIT)
    read = read_typed(body) if body.startswith("(") else None
    if read is None and looks_like_gs1(body):
        read = read_message(body, separators)
    kind = None if read else foreign_kind(body)
    if kind is not None:
        read = read_link(body)
    if read is not None:
        return understand(shown, read, this_year)
    return Foreign(shown, kind) if kind is not None else Unknown(shown)
