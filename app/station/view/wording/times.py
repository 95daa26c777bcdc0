"""Times and counts as a packer reads them: the site's own clock, and plain counted nouns."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.station.view.wording.words import Words


def clock(words: Words, at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """14:00 today, Mon 14:00 within a week, else 23.11. 14:00"""
    local = at.astimezone(zone)
    away = abs((local.date() - now.astimezone(zone).date()).days)
    if not away:
        return f"{local:%H:%M}"
    if away < 7:
        return f"{words.say(f'day.{local.isoweekday()}')} {local:%H:%M}"
    return f"{local:%d.%m. %H:%M}"


def counted(words: Words, noun: str, number: int) -> str:
    return words.say(f"count.{noun}_1") if number == 1 else words.say(f"count.{noun}_n", n=number)
