"""Sentences the centre wrote in English, said in the reader's language: known by their shape, never guessed.

A catalogue names a sentence with {name} where a value stands, and what stands for it. In the translation {name:say}
says the value itself in the language too, {name:when} a time, {name:money} a sum; in English {name:few} stands for
few words only. What fits no shape, as all that people typed, stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal

from app.central.desk.clock import LOCALE

SENTENCES_MOST: Final = 24
"""Of one text that are looked at; what is longer was typed by somebody."""
KEPT_MOST: Final = 4096
"""Texts whose translation is remembered: lists say the same again and again."""
_FOLDER: Final = Path(__file__).parent
_DEEPEST: Final = 4
_HOLE: Final = re.compile(r"\{(\w+)(?::(say|when|money|few))?\}")
_FEW: Final = 3
"""Words of a value that is {name:few}: a name, not the rest of a sentence."""
_END: Final = re.compile(r"(?<=[.?!;]) +")
_SUM: Final = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_WORD: Final = re.compile(r"[A-Za-z]+")
_DAY_FIRST: Final = re.compile(r"\b(\d{1,2}) (?=[A-Za-z])")


class Sentences:
    """Says what fits a shape of `shapes` or a word of `words` in the language of `locale`."""

    def __init__(self, shapes: Mapping[str, str], words: Mapping[str, str], locale: str) -> None:
        self._words = words
        self._locale = locale
        self._times = _times(locale)
        parted = [_Shape(english, said) for english, said in shapes.items()]
        self._shapes = sorted(parted, key=lambda shape: -shape.told)
        self.say = lru_cache(KEPT_MOST)(self._say)
        """The text in the language; sentence by sentence where it is several."""

    def _say(self, text: str, depth: int = 0) -> str:
        if depth > _DEEPEST or not text:
            return text
        whole = self._one(text, depth)
        if whole is not None:
            return whole
        parts = _END.split(text)
        return self._each(parts, depth) if 1 < len(parts) <= SENTENCES_MOST else text

    def _each(self, parts: Sequence[str], depth: int) -> str:
        """Each sentence of a text, or several that are one entry together; what is none stays."""
        told, at = [], 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                said = self._one(" ".join(parts[at:end]), depth)
                if said is not None:
                    break
            else:
                said, end = parts[at], at + 1
            told.append(said)
            at = end
        return " ".join(told)

    def _one(self, text: str, depth: int) -> str | None:
        known = self._words.get(text)
        if known is not None:
            return known
        for shape in self._shapes:
            values = shape.values(text)
            if values is not None:
                return self._filled(shape.said, values, depth)
        return None

    def _filled(self, said: str, values: Mapping[str, str], depth: int) -> str:
        def value(found: re.Match[str]) -> str:
            text, how = values[found[1]], found[2]
            if how == "when":
                return self._when(text)
            if how == "money":
                return _SUM.sub(self._number, text)
            return self._say(text, depth + 1) if how == "say" else text

        return _HOLE.sub(value, said)

    def _when(self, text: str) -> str:
        dotted = _DAY_FIRST.sub(r"\1. ", text) if self._locale == "de" else text
        return _WORD.sub(lambda found: self._times.get(found[0], found[0]), dotted)

    def _number(self, found: re.Match[str]) -> str:
        digits = found[0].replace(",", "")
        decimals = len(digits.partition(".")[2])
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(Decimal(digits), pattern, locale=self._locale))


def sentences(language: str, words: Mapping[str, str]) -> Sentences:
    """Those of a language with a file of them, beside the words of its templates; none change in English."""
    file = _FOLDER / f"{language}.sentences.toml"
    told = tomllib.loads(file.read_text("utf-8")) if file.exists() else {"sentences": {}, "values": {}}
    return Sentences(told["sentences"], {**words, **told["values"]}, language)


class _Shape:
    """One entry, parted at its values; `told` is how much of it is no value: the more, the surer."""

    def __init__(self, english: str, said: str) -> None:
        pieces = _HOLE.split(english)
        self.said = said
        self._names = pieces[1::3]
        self._few = {name for name, how in zip(self._names, pieces[2::3], strict=True) if how == "few"}
        self._fixed = pieces[0::3]
        self._long = {
            name for name, how in zip(_HOLE.split(said)[1::3], _HOLE.split(said)[2::3], strict=True) if how == "say"
        }
        self.told = sum(map(len, self._fixed))

    def values(self, text: str) -> dict[str, str] | None:
        """The values by name, None when the text has another shape; a value is as short as it can be.

        Only what is said in the language itself may be several sentences: the rest of a text is no value.
        """
        head, *between, tail = self._fixed if self._names else (self._fixed[0], "")
        if not (text.startswith(head) and text.endswith(tail)) or len(text) < self.told + len(self._names):
            return None
        if not self._names:
            return {} if text == head else None
        at, end, found = len(head), len(text) - len(tail), []
        for piece in between:
            place = text.find(piece, at + 1, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(piece)
        found.append(text[at:end])
        values = dict(zip(self._names, found, strict=True))
        whole = all(one and (name in self._long or not _END.search(one)) for name, one in values.items())
        short = all(len(values[name].split()) <= _FEW for name in self._few)
        return values if whole and short else None


def _times(locale: str) -> dict[str, str]:
    """Short names of days and months, from those the centre writes to those of the locale."""
    told: dict[str, str] = {}
    for names in (get_day_names, get_month_names):
        here, there = names("abbreviated", locale=LOCALE), names("abbreviated", locale=locale)
        told |= {str(here[key]): str(there[key]) for key in here}
    return told
