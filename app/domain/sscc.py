"""SSCC numbers (GS1 AI 00) and the blocks of serials from which a bench takes them while offline."""

from __future__ import annotations

from dataclasses import dataclass, replace

DIGITS_BEFORE_CHECK = 17
SHORTEST_PREFIX, LONGEST_PREFIX = 4, 12


def check_digit(digits: str) -> int:
    """GS1 modulo-10 check digit of `digits` given without it: weights 3, 1, 3, ... from the right.

    Source: GS1 General Specifications, section 7.9.1. Raises ValueError unless `digits` is ASCII digits.
    """
    if not is_digits(digits):
        raise ValueError(f"digits: expected only 0-9, got {digits!r}")
    backwards = digits[::-1]
    return -(3 * sum(map(int, backwards[::2])) + sum(map(int, backwards[1::2]))) % 10


def is_digits(text: str) -> bool:
    """True for a non-empty run of the ASCII digits 0-9 (str.isdigit also takes other scripts and superscripts)."""
    return text.isascii() and text.isdigit()


def has_valid_check_digit(number: str) -> bool:
    """True if the last digit of `number` is the GS1 check digit of those before it."""
    return len(number) > 1 and is_digits(number) and check_digit(number[:-1]) == int(number[-1])


def serials_per_extension(company_prefix: str) -> int:
    """How many serials one extension digit holds: 10**9 with a 7-digit prefix (10**10 over all ten extensions).

    Raises ValueError if the prefix is not 4 to 12 digits (GS1 General Specifications, section 1.4.4).
    """
    if not is_digits(company_prefix) or not SHORTEST_PREFIX <= len(company_prefix) <= LONGEST_PREFIX:
        raise ValueError(f"company_prefix: expected 4 to 12 digits, got {company_prefix!r}")
    return int(10 ** (DIGITS_BEFORE_CHECK - 1 - len(company_prefix)))


def make(company_prefix: str, extension: int, serial: int) -> str:
    """An SSCC of 18 digits: extension, company prefix, serial padded with zeros, check digit.

    Raises ValueError naming the field that does not fit.
    """
    capacity = serials_per_extension(company_prefix)
    if not 0 <= extension <= 9:
        raise ValueError(f"extension: expected 0 to 9, got {extension}")
    if not 0 <= serial < capacity:
        raise ValueError(f"serial: expected 0 to {capacity - 1} with prefix {company_prefix}, got {serial}")
    body = f"{extension}{company_prefix}{serial:0{DIGITS_BEFORE_CHECK - 1 - len(company_prefix)}d}"
    return f"{body}{check_digit(body)}"


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """Serials first..last (inclusive) leased to one station; `next` is the first not yet taken, last + 1 when empty.

    Raises ValueError naming the field if the block is not one that `make` could serve to its end.
    """

    first: int
    last: int
    next: int
    company_prefix: str
    extension: int
    block_id: str

    def __post_init__(self) -> None:
        make(self.company_prefix, self.extension, self.first)
        make(self.company_prefix, self.extension, self.last)
        if self.last < self.first:
            raise ValueError(f"last: expected at least {self.first}, got {self.last}")
        if not self.first <= self.next <= self.last + 1:
            raise ValueError(f"next: expected {self.first} to {self.last + 1}, got {self.next}")


def take(block: NumberBlock) -> tuple[NumberBlock, str] | None:
    """The block without its next serial, and the SSCC made of it; None when the block is used up."""
    if left(block) == 0:
        return None
    return replace(block, next=block.next + 1), make(block.company_prefix, block.extension, block.next)


def left(block: NumberBlock) -> int:
    """How many numbers can still be taken."""
    return block.last + 1 - block.next
