"""GTINs of the demo: GS1 demonstration prefix 950 (GTIN-13, GTIN-8) and the sample prefix 614141 (GTIN-12)."""

from __future__ import annotations

COMPANY_PREFIX = "9501101"
SAMPLE_UPC_PREFIX = "614141"


def check_digit(body: str) -> str:
    """The GS1 check digit for `body` (digits without it).

    Weights 3, 1, 3, ... from the right; source: GS1 General Specifications, 7.9.
    """
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def gtin13(reference: int) -> str:
    """A GTIN-13 of the demo company; `reference` has at most five digits."""
    body = f"{COMPANY_PREFIX}{reference:05d}"
    return body + check_digit(body)


def gtin12(reference: int) -> str:
    """A GTIN-12 under the prefix GS1 uses in its own examples; `reference` has at most five digits."""
    body = f"{SAMPLE_UPC_PREFIX}{reference:05d}"
    return body + check_digit(body)


def gtin8(reference: int) -> str:
    """A GTIN-8 under GS1-8 prefix 950; `reference` has at most four digits."""
    body = f"950{reference:04d}"
    return body + check_digit(body)


def gtin14(indicator: int, each: str) -> str:
    """The GTIN-14 of a case or inner of `each`: an indicator digit 1 to 8, the item's digits, a new check digit."""
    body = str(indicator) + each.rjust(13, "0")[:12]
    return body + check_digit(body)
