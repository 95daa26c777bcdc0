"""The order desk in another language: the words of its templates are exchanged when a template is read.

A catalogue is a TOML file of English words and what stands for them. A run of text between tags is one entry, with {}
where a value stands in it; so are the words a macro is handed, and labels that only a screen reader says. What has no
entry stays English, so that a page is never broken by a missing word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from jinja2.ext import Extension

USUAL: Final = "en"
LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
PREFERRED_MOST: Final = 8
"""Languages of a browser that are looked at."""
_FOLDER: Final = Path(__file__).parent
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_LITERAL: Final = re.compile(r'"([^"\\\n]*)"')
_SPOKEN_ATTRIBUTE: Final = re.compile(r'\b(placeholder|aria-label|title)="([^"]*)"')
_HELD: Final = re.compile("\ue000(\\d+)\ue001")


def catalogue(language: str) -> Mapping[str, str]:
    """English words and what stands for them; none for English."""
    if language == USUAL:
        return {}
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))["words"]  # type: ignore[no-any-return]


def preferred(header: str) -> str:
    """The first language of an Accept-Language header that the desk speaks, in the order it names them."""
    for part in header.split(",")[:PREFERRED_MOST]:
        code = part.partition(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return USUAL


class Speaking(Extension):
    """Exchanges the words of a template for those of `environment.words`."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        words: Mapping[str, str] = getattr(self.environment, "words", {})
        return translated(source, words) if words else source


def translated(source: str, words: Mapping[str, str]) -> str:
    """A template with its words exchanged; code, tags and attributes that are no words stay as they are."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(_literals(found[0], words))
        return f"\ue000{len(held) - 1}\ue001"

    text = _CODE.sub(hold, source)
    parts, last = [], 0
    for tag in _TAG.finditer(text):
        parts += [_text(text[last : tag.start()], held, words), _attributes(tag[0], held, words)]
        last = tag.end()
    parts.append(_text(text[last:], held, words))
    return _HELD.sub(lambda found: held[int(found[1])], "".join(parts))


def entries(source: str) -> list[str]:
    """The texts of a template as a catalogue would name them."""
    found: list[str] = []

    class Asked(dict[str, str]):
        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            found.append(key)
            return default

    translated(source, Asked(x=""))
    return found


def _text(text: str, held: list[str], words: Mapping[str, str]) -> str:
    """A run between two tags: the parts of it that no statement divides are entries of their own."""
    pieces = re.split("(\ue000\\d+\ue001)", text)
    runs: list[list[str]] = [[]]
    for piece in pieces:
        kept = _HELD.fullmatch(piece)
        if kept and not held[int(kept[1])].startswith("{{"):
            runs += [[piece], []]
        else:
            runs[-1].append(piece)
    return "".join(_run("".join(run), words) for run in runs)


def _run(text: str, words: Mapping[str, str]) -> str:
    values = _HELD.findall(text)
    key = _HELD.sub("{}", text).strip()
    if not re.search(r"[A-Za-z]{2}", key.replace("{}", "")):
        return text
    said = words.get(key)
    if said is None or said.count("{}") != len(values):
        return text
    for value in values:
        said = said.replace("{}", f"\ue000{value}\ue001", 1)
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{head}{said}{tail}"


def _attributes(tag: str, held: list[str], words: Mapping[str, str]) -> str:
    return _SPOKEN_ATTRIBUTE.sub(lambda found: f'{found[1]}="{_run(found[2], words)}"', tag)


def _literals(code: str, words: Mapping[str, str]) -> str:
    """Words a macro is handed: a literal of several words, or that begins with a capital, is no name of anything."""

    def said(found: re.Match[str]) -> str:
        text = found[1]
        if " " not in text.strip() and not text[:1].isupper():
            return found[0]
        return f'"{words.get(text, text)}"'

    return code if code.startswith("{#") else _LITERAL.sub(said, code)
