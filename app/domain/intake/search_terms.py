"""What an order is found by: words, codes and numbers in one form, the same for what is stored and what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

LONGEST: Final = 60
SKUS_MOST: Final = 300
WORDS_MOST: Final = 6
"""Words of a question that are looked at."""
PHONE_DIGITS: Final = 8
"""Last digits that make a telephone number: enough to tell people apart, and the same with and without its prefixes."""

_PLAIN: Final = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d"})
_PHONE: Final = re.compile(r"[+(]?[\d\s()/.+-]{6,}")


@dataclass(frozen=True, slots=True)
class Question:
    """`words` must all be found; `phone` is another way to read all of it; `code` is it as one code, in capitals."""

    words: tuple[str, ...]
    phone: str = ""
    code: str = ""


def fold(text: str) -> str:
    """Letters and digits only, without case and accents: "Jürgen Øster" is "jurgenoster"."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in plain if letter.isalnum())


def order_terms(
    *,
    number: str,
    reference: str,
    names: Iterable[str],
    phones: Iterable[str],
    mails: Iterable[str],
    skus: Iterable[str],
) -> frozenset[str]:
    """Everything one order is found by, each at most LONGEST characters."""
    found = {fold(number), fold(reference), *(fold(mail) for mail in mails)}
    for name in names:
        found.update(_words(name))
    found.update(phone_term(phone) for phone in phones)
    found.update(fold(sku) for sku in islice(dict.fromkeys(skus), SKUS_MOST))
    return frozenset(term[:LONGEST] for term in found if term)


def phone_term(phone: str) -> str:
    """The last digits, backwards after a "+": what people leave out stands at the front; "" for what is no number."""
    digits = "".join(digit for digit in phone if digit.isascii() and digit.isdigit())
    return "+" + digits[: -PHONE_DIGITS - 1 : -1] if len(digits) >= 6 else ""


def question(typed: str) -> Question:
    """What somebody typed into the search bar."""
    words = tuple(word for token in typed.split() if (word := fold(token)[:LONGEST]))[:WORDS_MOST]
    phone = phone_term(typed) if _PHONE.fullmatch(typed.strip()) else ""
    return Question(words, phone, typed.strip().upper()[:LONGEST])


def _words(name: str) -> Iterable[str]:
    """Each word, and the parts of a double one: "Jean-Luc" is found by jeanluc, jean and luc."""
    for token in name.split():
        yield fold(token)
        parts = re.split(r"[^\w]+", token)
        if len(parts) > 1:
            yield from (fold(part) for part in parts)
