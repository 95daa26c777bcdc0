"""How a moment is said at a site: as short as can be without doubt."""

from __future__ import annotations

from datetime import datetime, tzinfo

from babel.dates import format_date

LOCALE = "en"


def clock(at: datetime, zone: tzinfo, now: datetime, locale: str = LOCALE) -> str:
    """Like "14:02" today, "Tue 14:02" within six days, "3 Mar 14:02" this year, "3 Mar 2025 14:02" else."""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    days = abs((here.date() - today).days)
    hour = f"{here:%H:%M}"
    if days == 0:
        return hour
    if days < 7:
        return f"{format_date(here.date(), 'EEE', locale=locale)} {hour}"
    pattern = "d MMM" if here.year == today.year else "d MMM y"
    return f"{format_date(here.date(), pattern, locale=locale)} {hour}"
