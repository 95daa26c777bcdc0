"""Shows a simulated receipt: as text, and as a PNG of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from barcode import get as barcode_of
from PIL import Image, ImageDraw, ImageFont

from devices.simulators.receipt.paper import Barcode, Item, Line, Picture

DOTS = 576
_CELL, _HEIGHT = 12, 24
_MARGIN = 32


def text_of(items: Sequence[Item]) -> str:
    """What can be read; a picture is named by its size."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, Line):
            lines.append(item.text)
        elif isinstance(item, Picture):
            lines.append(f"[picture {item.bytes_per_row * 8} x {item.height}]")
        elif isinstance(item, Barcode):
            lines.append(f"[barcode {item.data.removeprefix('{B')}]")
    return "\n".join(lines) + "\n"


def picture_of(items: Sequence[Item], font: Path | None = None) -> Image.Image:
    """The paper, 576 dots wide plus a margin; `font` is a font file, Pillow's own (ASCII only) without it."""
    heights = [_height(item) for item in items]
    paper = Image.new("L", (DOTS + 2 * _MARGIN, sum(heights) + 2 * _MARGIN), 255)
    y = _MARGIN
    for item, height in zip(items, heights, strict=True):
        if isinstance(item, Line):
            _write(paper, y, item, font)
        elif isinstance(item, Picture):
            dots = Image.frombytes("1", (item.bytes_per_row * 8, item.height), bytes(b ^ 0xFF for b in item.rows))
            paper.paste(dots, (_MARGIN, y))
        elif isinstance(item, Barcode):
            _bars(paper, y, item, font)
        y += height
    return paper


def _height(item: Item) -> int:
    if isinstance(item, Line):
        return (_HEIGHT + 6) * item.scale[1]
    if isinstance(item, Picture):
        return item.height
    return 120 if isinstance(item, Barcode) else 0


def _write(paper: Image.Image, y: int, line: Line, file: Path | None) -> None:
    """Each letter in its own cell, as the printer's fixed font does."""
    font = _font(file, int(_HEIGHT * line.scale[1] * 0.8))
    pen = ImageDraw.Draw(paper)
    for column, char in enumerate(line.text):
        x = _MARGIN + (2 * column + 1) * _CELL * line.scale[0] // 2
        weight = 0.6 * line.scale[1] if line.bold else 0
        pen.text((x, y), char, font=font, fill=0, anchor="ma", stroke_width=weight, stroke_fill=0)


def _font(file: Path | None, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size) if file is None else ImageFont.truetype(file, size)


def _bars(paper: Image.Image, y: int, symbol: Barcode, file: Path | None) -> None:
    text = symbol.data.removeprefix("{B").replace("{{", "{")
    modules = barcode_of("code128", text).build()[0]
    left = (paper.width - 2 * len(modules)) // 2
    pen = ImageDraw.Draw(paper)
    for at, module in enumerate(modules):
        if module == "1":
            pen.rectangle((left + 2 * at, y, left + 2 * at + 1, y + 80), fill=0)
    pen.text((paper.width // 2, y + 86), text, font=_font(file, 20), fill=0, anchor="ma")
