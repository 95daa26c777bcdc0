"""Times and counts as a packer reads them: the site's own clock, and plain counted nouns."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from app.station.view.words import Words


def clock(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """14:00 today, else 23.11. 14:00"""
    local = at.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else f"{local:%d.%m. %H:%M}"


def counted(words: Words, noun: str, number: int) -> str:
    return words.say(f"count.{noun}_1") if number == 1 else words.say(f"count.{noun}_n", n=number)
