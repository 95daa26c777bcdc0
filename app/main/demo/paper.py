"""Reads the paper that came out of the simulated label printer, as a packer's scanner would."""

from __future__ import annotations

import re
from collections.abc import Sequence

LABEL_NUMBER = re.compile(rb">;>800(\d{18})")


def sscc_of(label: bytes) -> str:
    """The SSCC in the GS1-128 symbol of a ZPL label (subset C, FNC1, AI 00). Raises ValueError if it has none."""
    found = LABEL_NUMBER.search(label)
    if found is None:
        raise ValueError("the label carries no SSCC symbol")
    return found.group(1).decode()


def numbers(labels: Sequence[bytes]) -> list[str]:
    return [sscc_of(label) for label in labels]
