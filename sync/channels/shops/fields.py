"""Reading JSON that anybody may have written: every value asked for by its path, every refusal naming it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NoReturn

from app.domain.intake.countries import COUNTRIES
from app.domain.money import BadAmount, exponent, parse_amount

LINES_MOST: Final = 1_000
"""Of one order; Shopify itself allows 500."""
QUANTITY_MOST: Final = 10_000
MINOR_MOST: Final = 10**13
"""No amount is as large; sums of a thousand lines then still fit 64 bits."""
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_STAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_FRACTION: Final = re.compile(r"\.\d+")


class Wrong(Exception):
    """A value that keeps its message from being taken; `field` is its path like "line_items.0.price"."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def parse(payload: bytes) -> Node:
    """The JSON object of a message. Raises Wrong for anything else."""
    try:
        found = json.loads(payload.decode("utf-8"), parse_constant=_no_constant, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise Wrong("", f"it is not JSON in UTF-8: {str(error)[:120]}") from error
    if not isinstance(found, dict):
        raise Wrong("", "it is not a JSON object")
    return Node(found, "")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _whole(digits: str) -> int:
    if len(digits) > 19:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Node:
    """One JSON object and where it stands. null counts as not told everywhere."""

    value: dict[str, Any]
    path: str

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, why: str) -> NoReturn:
        raise Wrong(self.at(name), why)

    def text(self, name: str, longest: int = 300) -> str:
        """Text without spaces around it; "" when it is not told. Numbers are taken as they are written."""
        found = self.value.get(name)
        if found is None:
            return ""
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
        if not isinstance(found, str):
            self.wrong(name, "must be text")
        if _FORBIDDEN.search(found):
            self.wrong(name, "holds a control character or half a character")
        found = found.strip()
        if len(found) > longest:
            self.wrong(name, f"longer than {longest} characters")
        return found

    def words(self, name: str, most: int) -> str:
        """Free text cut to `most` characters; what can not be shown is left out of it."""
        found = self.value.get(name)
        if found is None:
            return ""
        if not isinstance(found, str):
            self.wrong(name, "must be text")
        return _FORBIDDEN.sub("", found).strip()[:most]

    def needed(self, name: str, longest: int = 300) -> str:
        found = self.text(name, longest)
        return found or self.wrong(name, "must not be empty")

    def number(self, name: str, least: int, most: int, otherwise: int | None = None) -> int:
        """A whole number; `otherwise` when it is not told."""
        found = self.value.get(name)
        if found is None and otherwise is not None:
            return otherwise
        if isinstance(found, bool) or not isinstance(found, int):
            self.wrong(name, "must be a whole number")
        if not least <= found <= most:
            self.wrong(name, f"{found} is not between {least} and {most}")
        return found

    def flag(self, name: str, otherwise: bool = False) -> bool:
        found = self.value.get(name)
        if found is None:
            return otherwise
        return found if isinstance(found, bool) else self.wrong(name, "must be true or false")

    def money(self, name: str, currency: str, *, least: int = 0) -> int:
        """Minor units of a decimal text; 0 when it is not told. Not below `least`."""
        found = self.value.get(name)
        if found is None or found == "":
            return 0
        if isinstance(found, float | int) and not isinstance(found, bool):
            found = repr(found)
        if not isinstance(found, str):
            self.wrong(name, "must be an amount like 12.50")
        try:
            minor = parse_amount(found, currency, drop_zeros=True).minor
        except BadAmount as error:
            raise Wrong(self.at(name), str(error)) from error
        if minor < least:
            self.wrong(name, "is below zero" if not least else "is far below zero")
        return minor if minor <= MINOR_MOST else self.wrong(name, "is too large for an order")

    def needed_money(self, name: str, currency: str) -> int:
        """An amount that is told: an order whose total got lost on its way is not free of charge."""
        told = self.value.get(name) not in (None, "")
        return self.money(name, currency) if told else self.wrong(name, "must not be empty")

    def currency(self, name: str) -> str:
        found = self.needed(name, 10)
        try:
            exponent(found)
        except BadAmount as error:
            raise Wrong(self.at(name), str(error)) from error
        return found

    def moment(self, name: str, *, utc: bool = False) -> datetime | None:
        """An aware moment of ISO 8601; None when it is not told. `utc`: without a zone it is UTC, else refused."""
        found = self.text(name, 60)
        if not found:
            return None
        shape = _STAMP.fullmatch(found)
        if shape is None or (shape[1] is None and not utc):
            self.wrong(name, f"{found[:40]!a} is not a moment with its zone like 2026-09-14T07:55:51+02:00")
        try:
            made = datetime.fromisoformat(_FRACTION.sub("", found))
            made = (made.replace(tzinfo=UTC) if made.tzinfo is None else made).astimezone(UTC)
        except (ValueError, OverflowError):
            self.wrong(name, f"{found[:40]!a} is no moment that exists")
        return made if 2000 <= made.year < 2100 else self.wrong(name, f"{found[:40]!a} is not of this century")

    def part(self, name: str) -> Node | None:
        found = self.value.get(name)
        if found is None or found == []:  # PHP writes an empty object as an empty list
            return None
        return Node(found, self.at(name)) if isinstance(found, dict) else self.wrong(name, "must be an object")

    def parts(self, name: str) -> Iterator[Node]:
        found = self.value.get(name)
        if found is None:
            return
        if not isinstance(found, list):
            self.wrong(name, "must be a list")
        if len(found) > LINES_MOST:
            self.wrong(name, f"{len(found)} entries are more than {LINES_MOST}")
        for position, one in enumerate(found):
            if not isinstance(one, dict):
                self.wrong(f"{name}.{position}", "must be an object")
            yield Node(one, self.at(f"{name}.{position}"))

    def needed_parts(self, name: str) -> Iterator[Node]:
        """A list that is told, empty or not: what a message leaves out is not gone."""
        return self.wrong(name, "must be a list") if self.value.get(name) is None else self.parts(name)

    def country(self, name: str) -> str:
        """A country code, "" when it is not told."""
        found = self.text(name, 60)
        if found and found not in COUNTRIES:
            self.wrong(name, f"{found[:30]!a} is not a country code (two letters, like DE)")
        return found
