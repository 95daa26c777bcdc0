"""Short names of stations and channels: what a label, an address of the web and a command line can hold alike."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 40
SHORT_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def name_wrong(name: str) -> str:
    """What is wrong with a short name, in words; "" when it is good."""
    if SHORT_NAME.fullmatch(name):
        return ""
    if len(name) > LONGEST:
        return f"{LONGEST} characters at most, and these are {len(name)}"
    return f"{name!a}: letters, digits, dots, dashes and underscores of ASCII, and first a letter or a digit"
