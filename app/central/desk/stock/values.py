"""Rows of the stock pages as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProduct:
    """A product of the catalogue; `kit` is 1 for one that is sold as its components, `options` pairs as JSON."""

    sku: str
    name: str
    home: str
    kit: int
    options: str = "[]"

    @property
    def variant(self) -> str:
        """Like "navy · M"."""
        return " · ".join(value for _, value in msgspec.json.decode(self.options, type=tuple[tuple[str, str], ...]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Units of one SKU over all its places; `unavailable` are there and not for sale."""

    on_hand: int = 0
    allocated: int = 0
    reserved: int = 0
    unavailable: int = 0
    safety: int = 0
    places: int = 0

    @property
    def free(self) -> int:
        return self.on_hand - self.allocated - self.reserved - self.unavailable - self.safety


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSeen:
    """`state`: open | blocked | closed; `promised` units of `units` are spoken for."""

    code: str
    kind: str
    zone: str
    state: str
    skus: int
    units: int
    promised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSeen:
    """Units of a lot that lie here, `promised` of them spoken for; `state`: good | recalled. `expiry` is its last good
    day, `ship_until` the last it may leave; None when it does not expire."""

    sku: str
    name: str
    lot: str
    expiry: date | None
    ship_until: date | None
    state: str
    units: int
    promised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LyingRow:
    """One level as it stands in a file; units. `version` says to a later count what was counted against."""

    location: str
    sku: str
    lot: str
    on_hand: int
    allocated: int
    reserved: int
    unavailable: int
    safety: int
    version: int
    name: str
