"""What a customer reads, in each language there is a file of: labels, what was wrong, and what would be right."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

USUAL: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of customers: `direction` is ltr | rtl; the parts are texts by key, as in `languages/en.toml`."""

    code: str
    name: str
    direction: str
    labels: Mapping[str, str]
    problems: Mapping[str, str]
    examples: Mapping[str, str]
    plain_examples: Mapping[str, str]
    letter: Mapping[str, str]
    page: Mapping[str, str]


def _read() -> dict[str, Language]:
    found: dict[str, Language] = {}
    for file in sorted((Path(__file__).parent / "languages").glob("*.toml")):
        said: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
        found[file.stem] = Language(code=file.stem, **said)
    return found


SPOKEN: Final = _read()
LANGUAGES: Final = (USUAL, *(code for code in SPOKEN if code != USUAL))
_COUNTRIES: Final = {
    "de": ("DE", "AT", "CH", "LI", "LU"),
    "fr": ("FR", "MC", "GP", "MQ", "GF", "RE", "YT"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE", "EC", "VE", "GT", "CR", "PA", "UY", "PY", "BO", "DO", "HN", "NI", "SV"),
    "ar": ("AE", "SA", "EG", "JO", "KW", "QA", "BH", "OM", "LB", "IQ", "YE", "SY", "LY"),
}
"""Countries most of whose people read one of our languages; English for all others."""
_BY_COUNTRY: Final = {country: code for code, countries in _COUNTRIES.items() for country in countries}


def spoken(language: str) -> Language:
    """English for a language there is no file of."""
    return SPOKEN.get(language, SPOKEN[USUAL])


def language_for(country: str) -> str:
    """The language of the country, of those we speak."""
    return _BY_COUNTRY.get(country, USUAL)


def label(field: str, language: str) -> str:
    return spoken(language).labels.get(field.rpartition(".")[2], field)


def problem_words(code: str, suggestion: str, language: str) -> str:
    """What is wrong, and what would be right."""
    words = spoken(language)
    wrong = words.problems.get(code, words.problems["check"])
    example = words.examples[code].format(suggestion) if suggestion and code in words.examples else ""
    return f"{wrong} {example or words.plain_examples.get(code, '')}".rstrip()
