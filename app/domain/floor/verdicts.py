"""The one outcome of a scan: right, or one of six refusals; a refusal is an answer, not an exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG_ITEM = "wrong_item"
    ONE_TOO_MANY = "one_too_many"
    WRONG_TOTE = "wrong_tote"
    UNKNOWN_BARCODE = "unknown_barcode"
    ALREADY_DONE = "already_done"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one scan (or press) led to, without words: the words are made for the packer's language from these values.

    `said` is the key of the sentence (see resources/words). `scanned` is the code as a person would read it.
    `scanned_sku` and `expected_sku` name products where they are known; `belongs` the tote or location where the
    scanned thing should go; `quantity` the units counted (or that were too many); `expected` what was asked for.
    `lot` is the lot of what was scanned, `expected_lot` the one that was promised ("" where lots do not matter).
    """

    verdict: Verdict
    said: str
    scanned: str = ""
    scanned_sku: str = ""
    expected_sku: str = ""
    expected: str = ""
    belongs: str = ""
    quantity: int = 0
    lot: str = ""
    expected_lot: str = ""

    @property
    def refused(self) -> bool:
        return self.verdict is not Verdict.RIGHT
