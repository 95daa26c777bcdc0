"""What the readers of files hand over: one frozen value per record, and where a bad one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.domain.documents import Carton
from app.domain.intake.clearance import ChannelPolicy
from app.domain.intake.orders import ServiceLevel
from app.domain.parcels import PostalAddress
from app.domain.work.limits import WorkSettings

AS_USUAL: Final = WorkSettings()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: the file, the line it begins on (the header is line 1), the column, what was wrong."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.column}: {self.problem}" if self.column else f"{where}: {self.problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """An inner or a case of a SKU; `gtin` is 14 digits."""

    line: int
    sku: str
    level: str
    gtin: str
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`zone` is a part of the warehouse with its own pickers; "" takes the code up to its first dash."""

    line: int
    code: str
    walk: int
    kind: str
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How much room one unit of a SKU takes, each side in millimetres."""

    line: int
    sku: str
    length_mm: int
    width_mm: int
    height_mm: int

    @property
    def millilitres(self) -> int:
        """Rounded up: a cart that is said to hold it does."""
        return -(-self.length_mm * self.width_mm * self.height_mm // 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What lay in a place: `quantity` packages of `level` ("" for units).

    `version` is the level's version it was taken at, else `taken_at` the moment (aware UTC); neither means now.
    """

    line: int
    location: str
    sku: str
    quantity: int
    lot: str = ""
    level: str = ""
    version: int | None = None
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRecord:
    """A site.toml: who sends, which numbers, which promises, which channels (code, kind).

    `policies` are those of channels that say how their orders are accepted; the others keep what was set. So are
    `stock_rules`: (channel, SKU or "" for all, settings of what it may sell). `currency` is what it sells in.
    `supply` are settings of its supply by name; those that are not named stay.
    """

    code: str
    name: str
    zone: str
    sender: PostalAddress
    company_prefix: str
    extension: int
    services: tuple[ServiceLevel, ...]
    channels: tuple[tuple[str, str], ...]
    policies: tuple[tuple[str, ChannelPolicy], ...] = ()
    stock_rules: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    work: WorkSettings = AS_USUAL
    currency: str = ""
    supply: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What the shop asks for one unit of a SKU, in minor units of `currency`."""

    line: int
    sku: str
    currency: str
    price_minor: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: records read, records that changed something, and the rows it could not take.

    `passed` are records that are well-formed and no work for us, each with why.
    """

    read: int
    changed: int
    bad: tuple[BadRow, ...] = ()
    passed: tuple[BadRow, ...] = ()


__all__ = ["BadRow", "Carton", "Count", "Imported", "Measure", "Package", "Place", "ServiceLevel", "SiteRecord"]
