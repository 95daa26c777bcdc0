"""What a site promises and where it lies, read from its row: service levels and time zone."""

from __future__ import annotations

import functools
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from app.central.storage.unit import Work
from app.central.values import SiteRow
from app.domain.intake.orders import ServiceLevel
from app.domain.work.limits import WorkSettings


class UnknownSite(LookupError):
    """No site with this code has been imported."""


def site_row(work: Work) -> SiteRow:
    """The site of this transaction. Raises UnknownSite."""
    row = work.goods.site_row()
    if row is None:
        raise UnknownSite(f"there is no site {work.site!r}: import its site.toml first")
    return row


def services(row: SiteRow) -> tuple[ServiceLevel, ...]:
    return _services(row.services)


@functools.lru_cache(maxsize=64)
def _services(text: str) -> tuple[ServiceLevel, ...]:
    return msgspec.json.decode(text, type=tuple[ServiceLevel, ...])


def work_settings(row: SiteRow) -> WorkSettings:
    """What the site says about its work; as usual where it says nothing."""
    return msgspec.json.decode(row.work, type=WorkSettings)


def zone(row: SiteRow) -> tzinfo:
    """The site's time zone; UTC where the machine knows no time zones."""
    try:
        return ZoneInfo(row.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
