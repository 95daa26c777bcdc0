"""Which language the customer's page speaks: the one asked for, or the first of the browser's there are words in."""

from __future__ import annotations

from app.central.details.questions.words import SPOKEN, Language, spoken

CODES_MOST = 8
"""Languages of a browser that are looked at."""


def words_in(language: str) -> Language:
    """English for every language we do not speak."""
    return spoken(language)


def others(language: str) -> tuple[Language, ...]:
    """The languages the page can be read in instead, in the order of their names."""
    return tuple(sorted((one for one in SPOKEN.values() if one.code != language), key=lambda one: one.name))


def language_of(asked: str, header: str) -> str:
    """The language asked for, else the first of the browser's that we speak, else ""."""
    if asked in SPOKEN:
        return asked
    for part in header.split(",")[:CODES_MOST]:
        code = part.split(";")[0].strip().lower()[:2]
        if code in SPOKEN:
            return code
    return ""
