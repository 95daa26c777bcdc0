"""Builds one ZPL II format in which no data can ever become a command. Source: Zebra, ZPL II Programming Guide."""

from __future__ import annotations

import base64
import binascii
import unicodedata
import zlib

import biip
from biip.sscc import Sscc

from devices.printing.bitmap import Bitmap

_PLAIN = frozenset(range(0x20, 0x7F)) - frozenset(b"^~_\\")
LONGEST_FIELD = 200
_UNPRINTABLE = ("Cc", "Co", "Cn", "Cs")
_SOFT_HYPHEN = "\u00ad"


class UnprintableLabel(ValueError):
    """The data of this label breaks a rule of its symbology: nothing was encoded."""


def clean(text: str, longest: int = LONGEST_FIELD) -> str:
    """One composed line without control, private, unassigned characters, soft hyphens; at most `longest` long."""
    spaced = "".join(" " if char in "\t\r\n\u2028\u2029" else char for char in unicodedata.normalize("NFC", text))
    kept = "".join(char for char in spaced if unicodedata.category(char) not in _UNPRINTABLE and char != _SOFT_HYPHEN)
    line = " ".join(kept.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def escape(text: str) -> bytes:
    r"""Field data for `^FH_`: everything but printable ASCII, and `^ ~ _ \`, as `_` and two hex digits of its UTF-8."""
    return b"".join(bytes([byte]) if byte in _PLAIN else b"_%02X" % byte for byte in clean(text).encode("utf-8"))


def graphic(bitmap: Bitmap) -> bytes:
    """`^GFA` in Z64: deflate, base64, and the CRC-16/XMODEM of the base64 text."""
    packed = base64.b64encode(zlib.compress(bitmap.rows, 9))
    total, crc = len(bitmap.rows), binascii.crc_hqx(packed, 0)
    return b"^GFA,%d,%d,%d,:Z64:%b:%04X" % (total, total, bitmap.bytes_per_row, packed, crc)


def gs1_128_of_sscc(sscc: str) -> bytes:
    """Field data of Code 128 mode N: start C, FNC1, AI 00 and the 18 digits in subset C.

    Never mode D: there the printer recomputes the check digit, and a wrong number would be put right on paper only.
    Raises UnprintableLabel.
    """
    try:
        Sscc.parse(sscc)
    except biip.ParseError as error:
        raise UnprintableLabel(f"SSCC {sscc!r}: {error}") from error
    digits = "00" + sscc
    if not (digits.isascii() and digits.isdigit() and len(digits) == 20):
        raise UnprintableLabel(f"SSCC {sscc!r}: subset C takes an even number of digits only")
    return b">;>8" + digits.encode("ascii")


class Format:
    """One label being drawn, in dots from the top left corner."""

    def __init__(self, width: int, height: int) -> None:
        self._parts = [b"^XA^CI28^PW%d^LL%d^LH0,0^LT0^PON^FWN" % (width, height)]

    def text(self, x: int, y: int, height: int, text: str, reverse: bool = False) -> None:
        """One line in the printer's scalable font 0; `reverse` prints white on what is black already."""
        field = b"^FR" if reverse else b""
        self._parts.append(b"^FO%d,%d%b^A0N,%d,%d^FH_^FD%b^FS" % (x, y, field, height, height, escape(text)))

    def box(self, x: int, y: int, width: int, height: int, thickness: int) -> None:
        """A frame; filled when it is as thick as it is high."""
        self._parts.append(b"^FO%d,%d^GB%d,%d,%d^FS" % (x, y, width, height, thickness))

    def bitmap(self, x: int, y: int, bitmap: Bitmap) -> None:
        self._parts.append(b"^FO%d,%d%b^FS" % (x, y, graphic(bitmap)))

    def sscc(self, x: int, y: int, module: int, height: int, sscc: str) -> None:
        """A GS1-128 symbol of 156 modules without interpretation line. Raises UnprintableLabel."""
        data = gs1_128_of_sscc(sscc)
        self._parts.append(b"^FO%d,%d^BY%d,3,%d^BCN,%d,N,N,N,N^FD%b^FS" % (x, y, module, height, height, data))

    def payload(self) -> bytes:
        """The whole label, printed once. Raises UnprintableLabel if anything slipped through the encoder."""
        label = b"\n".join(self._parts) + b"\n^PQ1,0,1,N^XZ\n"
        bad = [byte for byte in label if (byte < 0x20 and byte != 0x0A) or byte > 0x7E or byte == 0x7E]
        if bad or label.count(b"^XA") != 1 or label.count(b"^XZ") != 1:
            raise UnprintableLabel("a command was about to be printed as data")
        return label
