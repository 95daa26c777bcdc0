"""details.toml: where a site ships nothing to, when an order is a repeat, how long a customer's link answers.

link_days = 14
[repeat_minutes]
shop = 10
[[blocked]]
country = "DE"
postcode = "281"
words = "Ring 4"
why = "parcels vanish there"
"""

from __future__ import annotations

import tomllib
from typing import Any, Final

import msgspec

from app.central.details.values import Blocked, DetailRules
from app.central.warehouse.records import BadRow
from app.domain.intake.countries import COUNTRIES

LONGEST_MINUTES: Final = 7 * 24 * 60
DAYS_MOST: Final = 90


def read_details(file: str, data: bytes) -> tuple[DetailRules | None, tuple[BadRow, ...]]:
    """The rules, or what is wrong with their file."""
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return None, (BadRow(file, 1, "", str(error)),)
    wrong = _strange(found)
    if not wrong:
        try:
            rules = msgspec.convert(found, DetailRules)
        except msgspec.ValidationError as error:
            return None, (BadRow(file, 1, "", str(error)),)
        wrong = _unfit(rules)
        if not wrong:
            return rules, ()
    return None, tuple(BadRow(file, 1, key, problem) for key, problem in wrong)


def _strange(found: dict[str, Any]) -> list[tuple[str, str]]:
    known, parts = DetailRules.__dataclass_fields__, Blocked.__dataclass_fields__
    wrong = [(key, f"is not known; expected {', '.join(known)}") for key in found if key not in known]
    blocked = found.get("blocked", [])
    tables = [table for table in blocked if isinstance(table, dict)] if isinstance(blocked, list) else []
    strange = {key for table in tables for key in table if key not in parts}
    return wrong + [(f"blocked.{key}", f"is not known; expected {', '.join(parts)}") for key in sorted(strange)]


def _unfit(rules: DetailRules) -> list[tuple[str, str]]:
    wrong = []
    if not 1 <= rules.link_days <= DAYS_MOST:
        wrong.append(("link_days", f"expected 1 to {DAYS_MOST}"))
    for channel, minutes in rules.repeat_minutes.items():
        if not 0 <= minutes <= LONGEST_MINUTES:
            wrong.append((f"repeat_minutes.{channel}", f"expected 0 to {LONGEST_MINUTES}"))
    for rule in rules.blocked:
        if rule.country and rule.country not in COUNTRIES:
            wrong.append(("blocked.country", f"{rule.country!r} is not a country code (two letters, like DE)"))
        if not (rule.country or rule.postcode or rule.words):
            wrong.append(("blocked", "needs a country, a postcode or words to look for"))
    return wrong
