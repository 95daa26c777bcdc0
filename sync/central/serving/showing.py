"""A row of the centre as the API shows it."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

Shown = TypeVar("Shown", bound=msgspec.Struct)


def shown(kind: type[Shown], row: object, **other: Any) -> Shown:
    """One of this kind: the fields named in `other` as they are given, each other one as `row` has it by that name."""
    same: dict[str, Any] = {name: getattr(row, name) for name in kind.__struct_fields__ if name not in other}
    return kind(**same, **other)
