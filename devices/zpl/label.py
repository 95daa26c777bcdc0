"""The house courier's 4x6 in label at 203 dpi: where each fact of a parcel goes, and how big."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.parcels import LabelContent, PostalAddress
from devices.printing.text_image import TextPainter
from devices.zpl.encoder import Format, clean

# What the resident scalable font of every ZPL II printer since X.10 has under ^CI28: Latin-1 and Latin Extended-A.
_EXTRA = frozenset("‘’“”–—…€•")
_NARROW = frozenset("iljtfrI.,:;'|!()[]- ‘’·/")
_WIDE = frozenset("mwMW@%…—")

_SHRINKING_ROUNDS = 6  # for addresses that fill every field: smaller than the layout's smallest size, never overprinted


def in_printer_font(text: str) -> bool:
    """True when the printer can draw every character itself."""
    return all(" " <= char <= "~" or "\u00a0" <= char <= "\u017f" or char in _EXTRA for char in text)


def width_of(text: str, height: int) -> int:
    """An upper estimate, in dots, of a line in font 0 (CG Triumvirate Bold Condensed)."""
    ems = sum(0.32 if c in _NARROW else 0.86 if c in _WIDE else 0.64 if c.isupper() else 0.52 for c in text)
    return int(ems * height) + 1


def fold(text: str, height: int, width: int) -> list[str]:
    """Lines broken at spaces, or inside a word longer than a line, each at most `width` dots."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, height) <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if width_of(lines[-1] + char, height) > width:
                lines.append("")
            lines[-1] += char
    return lines


class HouseLabel:
    """Implements `LabelRenderer`. `layout` is a TOML file of dots, `fonts` the folder for scripts the printer lacks."""

    def __init__(self, layout: Path, fonts: Path) -> None:
        self._layout: dict[str, Any] = tomllib.loads(layout.read_text("utf-8"))
        self._painter = TextPainter(fonts)

    def label(self, content: LabelContent) -> bytes:
        """One `^XA...^PQ1...^XZ`. Raises UnprintableLabel when the SSCC is not one."""
        form = Format(self._layout["width"], self._layout["height"])
        self._sender(form, content.sender)
        self._ship_to(form, content.recipient)
        self._facts(form, content)
        self._barcode(form, content)
        return form.payload()

    @property
    def _span(self) -> int:
        return int(self._layout["right"] - self._layout["left"])

    def _line(self, form: Format, x: int, y: int, height: int, text: str, width: int) -> None:
        if in_printer_font(text):
            form.text(x, y, height, text)
        else:
            form.bitmap(x, y, self._painter.bitmap(text, height * 17 // 20, width))

    def _rule(self, form: Format, y: int) -> None:
        form.box(self._layout["left"], y, self._span, self._layout["sender"]["rule"], self._layout["sender"]["rule"])

    def _sender(self, form: Format, sender: PostalAddress) -> None:
        place = f"{sender.postcode} {sender.city}".strip()
        parts = [part for part in (sender.company or sender.name, sender.street, place) if part]
        numbers = self._layout["sender"]
        text = clean("FROM  " + ", ".join(parts), 70)
        self._line(form, self._layout["left"], numbers["y"], numbers["text"], text, self._span)
        self._rule(form, numbers["rule_y"])

    def _ship_to(self, form: Format, to: PostalAddress) -> None:
        numbers = self._layout["ship_to"]
        self._line(form, self._layout["left"], numbers["y"], numbers["heading_text"], numbers["heading"], self._span)
        place = ", ".join(part for part in (f"{to.postcode} {to.city}".strip(), to.region) if part)
        wanted = [
            (to.company, "company", 90),
            (to.name, "name", 70),
            (to.street, "street", 90),
            (to.street2, "street", 90),
            (place, "place", 60),
        ]
        y = numbers["first_line_y"]
        country_y = numbers["last_y"] - self._layout["country"]["height"]
        blocks = [(clean(text, longest), numbers[style]) for text, style, longest in wanted if clean(text)]
        for height, lines in self._sized(blocks, country_y - y, numbers["gap"]):
            for line in lines:
                self._line(form, self._layout["left"], y, height, line, self._span)
                y += height
            y += numbers["gap"]
        self._country(form, to.country, country_y)

    def _sized(self, blocks: Sequence[tuple[str, Sequence[int]]], room: int, gap: int) -> list[tuple[int, list[str]]]:
        """Each block in the largest size at which all fit the room: one line if it can be, more if it must."""
        rounds = max((len(sizes) for _, sizes in blocks), default=0)
        chosen: list[tuple[int, list[str]]] = []
        for start in range(rounds + _SHRINKING_ROUNDS):
            shrink = 0.88 ** max(0, start - rounds + 1)
            chosen = [
                self._block(text, [int(size * shrink) for size in sizes[min(start, len(sizes) - 1) :]])
                for text, sizes in blocks
            ]
            if sum(height * len(lines) + gap for height, lines in chosen) <= room:
                break
        return chosen

    def _block(self, text: str, sizes: Sequence[int]) -> tuple[int, list[str]]:
        if not in_printer_font(text):
            return sizes[0], [text]  # drawn smaller by the painter when it is too wide
        for most in (1, 2):
            for height in sizes:
                lines = fold(text, height, self._span)
                if len(lines) <= most:
                    return height, lines
        return sizes[-1], fold(text, sizes[-1], self._span)

    def _country(self, form: Format, country: str, y: int) -> None:
        numbers = self._layout["country"]
        code = clean(country, 3).upper()
        form.box(self._layout["left"], y, numbers["width"], numbers["height"], numbers["height"])
        inset = max(8, (numbers["width"] - width_of(code, numbers["text"])) // 2)
        down = (numbers["height"] - numbers["text"]) // 2 + 6
        form.text(self._layout["left"] + inset, y + down, numbers["text"], code, reverse=True)

    def _facts(self, form: Format, content: LabelContent) -> None:
        """Service beside the country; order, n of N and weight in columns under the address."""
        to, country, numbers = self._layout["ship_to"], self._layout["country"], self._layout["facts"]
        x = self._layout["left"] + country["width"] + 28
        y = to["last_y"] - country["height"] + (country["height"] - 60) // 2 + 4
        self._line(form, x, y, 60, clean(content.service, 20).upper(), self._layout["right"] - x)
        self._rule(form, numbers["rule_y"])
        weight = "-" if content.grams is None else f"{content.grams / 1000:.2f} kg"
        cells = (
            ("ORDER", clean(content.order_number, 14), 0),
            ("PARCEL", f"{content.ordinal} / {content.parcels}", 330),
            ("WEIGHT", weight, 500),
        )
        for caption, text, shift in cells:
            left = self._layout["left"] + shift
            form.text(left, numbers["y"], numbers["caption"], caption)
            self._line(form, left, numbers["y"] + numbers["caption"] + 6, numbers["text"], text, 310)
        if content.copy > 0:
            self._copy_mark(form, content.copy)

    def _copy_mark(self, form: Format, copy: int) -> None:
        """R1, R2: so that two papers of one parcel can be told apart."""
        numbers = self._layout["copy"]
        x, y = self._layout["right"] - numbers["width"], self._layout["ship_to"]["y"] - 8
        form.box(x, y, numbers["width"], numbers["height"], 4)
        form.text(x + 18, y + 10, numbers["text"], f"R{copy}")

    def _barcode(self, form: Format, content: LabelContent) -> None:
        numbers, sscc = self._layout["barcode"], content.sscc
        self._rule(form, numbers["rule_y"])
        form.sscc(numbers["x"], numbers["y"], numbers["module"], numbers["height"], sscc)
        readable = f"(00) {sscc[0]} {sscc[1:8]} {sscc[8:17]} {sscc[17]}"
        x = (self._layout["width"] - int(width_of(readable, numbers["text"]) * 0.94)) // 2
        form.text(x, numbers["text_y"], numbers["text"], readable)
