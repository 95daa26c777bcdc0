"""What an advisory lock of PostgreSQL is about: the first of its two numbers, each given once."""

from __future__ import annotations

from typing import Final

SITE: Final = 0x5042_0001
"""The writes of a site."""
SCHEMA: Final = 0x5042_0002
"""Changing the schema, or everything."""
TURN: Final = 0x5042_0003
"""Background work of a site."""
WEIGHING: Final = 0x5042_0004
"""Telling the planner how large tables are."""
CHECK: Final = 0x5042_0005
"""A database made to look into a backup."""
