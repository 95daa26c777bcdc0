"""Draws text the printer's own font has no letters for: shaped by Raqm, one font per script, 1 bit per dot."""

from __future__ import annotations

import logging
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from devices.printing.bitmap import Bitmap

log = logging.getLogger(__name__)

_JOINERS = ("Mn", "Me", "Mc", "Cf", "Sk")
_MISSING = "\U0010fffd"
_FIRST = ("inter", "notosans-", "notosansarabic")
_NOT_FOR_TEXT = ("italic",)


class TextPainter:
    """Draws with the fonts of one folder, in this order: Inter, then the rest by name; for one thread at a time.

    `shapes` tells whether Raqm and FriBidi are there to join and order the letters of right-to-left scripts.
    """

    def __init__(self, folder: Path, shapes: bool | None = None) -> None:
        found = [path for path in folder.glob("**/*") if path.suffix.lower() in (".ttf", ".otf")]
        fonts = [path for path in found if not any(word in path.name.lower() for word in _NOT_FOR_TEXT)]
        if not fonts:
            raise FileNotFoundError(f"{folder}: no fonts")
        self._paths = sorted(fonts, key=_rank)
        self._shapes = bool(features.check("raqm")) if shapes is None else shapes
        self._engine = ImageFont.Layout.RAQM if self._shapes else ImageFont.Layout.BASIC
        if not self._shapes:
            log.warning("right-to-left names are printed unshaped: Pillow found no FriBidi (Debian: libfribidi0)")
        self._font = lru_cache(maxsize=64)(self._load)
        self._covers = lru_cache(maxsize=4096)(self._has_glyph)

    def draw(self, text: str, height: int, max_width: int) -> Image.Image:
        """Black on white, mode "1", as wide as needed and at most `max_width` dots: a longer text is drawn smaller.

        A letter no font here knows is drawn as the font's empty box.
        """
        size = height
        while True:
            runs = self._runs(text, size)
            width = sum(int(font.getlength(run)) + 1 for run, font in runs)
            if width <= max_width or size <= 14:
                break
            size = max(14, min(size - 1, size * max_width // width))
        return self._paint(runs, min(width, max_width), height, _is_rtl(text))

    def bitmap(self, text: str, height: int, max_width: int) -> Bitmap:
        """The same as the dots of a label."""
        return bitmap_of(self.draw(text, height, max_width))

    def _paint(self, runs: list[tuple[str, ImageFont.FreeTypeFont]], width: int, height: int, rtl: bool) -> Image.Image:
        grey = Image.new("L", (max(1, width), height * 5 // 4), 255)
        pen = ImageDraw.Draw(grey)
        x, baseline = 0, height
        direction = "rtl" if rtl and self._shapes else None
        for run, font in reversed(runs) if rtl else runs:
            pen.text((x, baseline), run, font=font, fill=0, anchor="ls", direction=direction)
            x += int(font.getlength(run)) + 1
        return grey.point(lambda value: 255 if value > 140 else 0).convert("1")

    def _runs(self, text: str, size: int) -> list[tuple[str, ImageFont.FreeTypeFont]]:
        """Neighbours drawn with the same font; a joiner, mark or space stays with the letter before it."""
        runs: list[tuple[str, int]] = []
        for char in text:
            joins = bool(runs) and _joins(char, runs[-1][0][-1])
            font = runs[-1][1] if joins else self._font_for(char, runs[-1][1] if runs else 0)
            if runs and runs[-1][1] == font:
                runs[-1] = (runs[-1][0] + char, font)
            else:
                runs.append((char, font))
        return [(run, self._font(font, size)) for run, font in runs]

    def _font_for(self, char: str, current: int) -> int:
        if char.isspace():
            return 0
        neutral = unicodedata.bidirectional(char) not in ("L", "R", "AL")
        if neutral and self._covers(current, char):
            return current
        return next((index for index in range(len(self._paths)) if self._covers(index, char)), 0)

    def _has_glyph(self, index: int, char: str) -> bool:
        font = self._font(index, 32)
        mask, missing = font.getmask(char), font.getmask(_MISSING)
        return mask.size != missing.size or bytes(mask) != bytes(missing)

    def _load(self, index: int, size: int) -> ImageFont.FreeTypeFont:
        font = ImageFont.truetype(self._paths[index], size, layout_engine=self._engine)
        try:
            axes = font.get_variation_axes()
        except OSError:
            return font  # not a variable font
        values = [700 if b"eight" in (axis["name"] or b"") else int(axis["default"] or 0) for axis in axes]
        font.set_variation_by_axes([float(value) for value in values])
        return font


def bitmap_of(image: Image.Image) -> Bitmap:
    """Pillow stores white as 1; a label stores black as 1."""
    inverted = image.convert("L").point(lambda value: 255 - value).convert("1", dither=Image.Dither.NONE)
    return Bitmap(image.width, image.height, inverted.tobytes())


def _rank(path: Path) -> tuple[int, int, str]:
    name = path.name.lower()
    family = next((at for at, start in enumerate(_FIRST) if name.startswith(start)), len(_FIRST))
    return family, 0 if "bold" in name else 1, name


def _joins(char: str, before: str) -> bool:
    """Marks, joiners and spaces belong to the letter before; a space after a picture does not: pictures space wide."""
    if char.isspace():
        return unicodedata.category(before) not in ("So", *_JOINERS)
    return unicodedata.category(char) in _JOINERS


def _is_rtl(text: str) -> bool:
    """The direction of the first letter that has one (Unicode bidirectional algorithm, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)
