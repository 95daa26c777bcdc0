"""Cells of files that people open in a spreadsheet: no cell of ours begins like a formula. Pure.

Source: OWASP ASVS 1.2.10 (formula injection): an apostrophe goes before what would be taken for a formula, and is taken
off again when such a file comes back.
"""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def guarded(cell: str) -> str:
    """The cell as it is written: prefixed with an apostrophe when it begins like a formula, or like a guarded cell."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def bare(cell: str) -> str:
    """The cell as it was meant: without the apostrophe `guarded` put before it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell
