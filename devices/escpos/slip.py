"""The packing slip on 80 mm receipt paper: what is in this box, for the person who opens it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from app.domain.parcels import SlipContent, SlipLine, SlipTrace
from devices.escpos.library import Receipt, new_receipt
from devices.printing.bitmap import Bitmap
from devices.printing.text_image import TextPainter, bitmap_of
from devices.zpl.encoder import clean

DOTS = 576
COLUMNS = 48
LONGEST_CODE_128 = 20  # 20 characters of subset B at 2 dots a module fill the paper
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


class PackingSlip:
    """Implements `SlipRenderer`. `profile` is the printer's JSON profile, `fonts` the folder for other scripts."""

    def __init__(self, profile: Path, fonts: Path) -> None:
        self._profile = profile
        self._painter = TextPainter(fonts)

    def slip(self, content: SlipContent) -> bytes:
        """One receipt, ended by a cut. No byte of the data can become a command."""
        paper = new_receipt(self._profile)
        paper.hw("INIT")
        paper.charcode("CP1252")
        self._head(paper, content)
        for line in content.lines:
            self._line(paper, line)
        self._foot(paper, content)
        paper.cut(mode="PART")
        return paper.output

    def _head(self, paper: Receipt, content: SlipContent) -> None:
        paper.set(align="left", custom_size=True, width=2, height=2, bold=True)
        self._text(paper, "Packing slip", scale=2)
        self._text(paper, f"Order {content.order_number}", scale=2)
        paper.set(normal_textsize=True, bold=False)
        self._text(paper, content.customer)
        at = content.packed_at.strftime("%Y-%m-%d %H:%M")
        self._text(paper, f"Packed {at} · parcel {content.ordinal} of {content.parcels}")
        self._text(paper, "-" * COLUMNS)

    def _line(self, paper: Receipt, line: SlipLine) -> None:
        count = f"{line.packed} of {line.ordered}" if line.packed != line.ordered else f"{line.packed}"
        paper.set(bold=True)
        self._text(paper, f"{count} x {line.name}")
        paper.set(bold=False)
        self._text(paper, "   " + " · ".join(part for part in (line.variant, line.sku) if part))
        for trace in line.traced:
            self._trace(paper, trace, of_many=len(line.traced) > 1)

    def _trace(self, paper: Receipt, trace: SlipTrace, *, of_many: bool) -> None:
        """The lot with its last good day, then each serial number on a line of its own: they are copied by hand."""
        if trace.lot:
            until = f" · use by {trace.expiry:%Y-%m-%d}" if trace.expiry else ""
            count = f" · {trace.units}" if of_many else ""
            self._text(paper, f"   Lot {trace.lot}{until}{count}")
        for number in trace.serials:
            self._text(paper, f"   Serial {number}")

    def _foot(self, paper: Receipt, content: SlipContent) -> None:
        self._text(paper, "-" * COLUMNS)
        units = sum(line.packed for line in content.lines)
        paper.set(bold=True)
        self._text(paper, f"{units} {'piece' if units == 1 else 'pieces'} in this parcel")
        paper.set(bold=False)
        if content.note:
            self._text(paper, content.note)
        self._text(paper, f"SSCC {content.sscc}")
        paper.ln()
        code = "".join(char for char in clean(content.order_number) if " " < char <= "~")
        if 0 < len(code) <= LONGEST_CODE_128:
            paper.code_128(code, 80)
            paper.set(align="left")
        paper.ln()

    def _text(self, paper: Receipt, text: str, scale: int = 1) -> None:
        """Text the code page has goes out as letters, folded to the paper; anything else as dots."""
        indent = " " * (len(text) - len(text.lstrip()))
        line = indent + clean(text)
        if not _in_code_page(line):
            paper.image(tamed(self._painter.draw(line, 24 * scale, DOTS)), impl="bitImageRaster")
            return
        width = COLUMNS // scale
        for start in range(0, max(1, len(line)), width):
            paper.textln(line[start : start + width])


def _in_code_page(text: str) -> bool:
    try:
        raw = text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return all(byte >= 0x20 and byte != 0x7F for byte in raw)


def tamed(image: Image.Image) -> Image.Image:
    """A picture without the byte pairs that a printer would obey in the middle of a picture (DLE EOT, ENQ, DC4).

    Epson's reference warns that real-time commands are carried out even inside graphics data: one dot is added.
    """
    padded = Image.new("1", ((image.width + 7) // 8 * 8, image.height), 1)
    padded.paste(image, (0, 0))
    bitmap = bitmap_of(padded)
    rows = bitmap.rows
    for pair in _REAL_TIME:
        rows = rows.replace(pair, bytes([pair[0] | 0x20, pair[1]]))
    return _image_of(Bitmap(bitmap.width, bitmap.height, rows))


def _image_of(bitmap: Bitmap) -> Image.Image:
    white = bytes(byte ^ 0xFF for byte in bitmap.rows)
    return Image.frombytes("1", (bitmap.width, bitmap.height), white)
