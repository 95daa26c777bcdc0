"""Money and time as a page says them: the order's currency, the site's clock, the zone in the title."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, get_group_symbol
from markupsafe import Markup

from app.central.desk.clock import LOCALE, clock
from app.domain.money import exponent


def money(minor: int, currency: str, locale: str = LOCALE) -> str:
    """Like "1,234.50 EUR" or "9,800 JPY": the decimals ISO 4217 gives the currency, and a space that does not break."""
    digits = exponent(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "\u00a0\u00a4\u00a4"
    amount = Decimal(minor).scaleb(-digits)
    return str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))


def moment(at: datetime | None, zone: tzinfo, now: datetime, locale: str = LOCALE) -> Markup:
    """A time element: short words for people, ISO for programs, day and zone in the title."""
    if at is None:
        return Markup("–")
    here = at.astimezone(zone)
    title = f"{format_date(here.date(), 'EEE d MMM y', locale=locale)} {here:%H:%M:%S} {here.tzname()} ({zone})"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        here.isoformat(timespec="seconds"), title, clock(at, zone, now, locale)
    )


def day(on: date | None, locale: str = LOCALE) -> str:
    """Like "5 Oct 2026"."""
    return "–" if on is None else str(format_date(on, "d MMM y", locale=locale))


def count(number: int, most: int) -> str:
    """A bounded count: "10,000+" says that there are more than were counted."""
    return f"{most:,}+" if number > most else f"{number:,}"


def number(value: int | str, locale: str = LOCALE) -> str:
    """Like "1,200", with the locale's own sign between thousands; a count in words keeps its words."""
    told = value if isinstance(value, str) else f"{value:,}"
    return told.replace(",", get_group_symbol(locale))


def days(value: int, locale: str = LOCALE) -> str:
    """Like "1 day"."""
    one, more = {"de": ("Tag", "Tage")}.get(locale, ("day", "days"))
    return f"{number(value, locale)} {one if value == 1 else more}"


def units(value: int, locale: str = LOCALE) -> str:
    """Like "1,200 units"."""
    one, more = {"de": ("Stück", "Stück")}.get(locale, ("unit", "units"))
    return f"{number(value, locale)} {one if value == 1 else more}"
