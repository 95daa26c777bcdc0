"""Says which fields of a shown value changed, and only those, so that a scan updates little."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from typing import Any

from PySide6.QtCore import QObject

RIGHT_TO_LEFT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})


def announce(model: QObject, before: Any, after: Any) -> None:
    """Emit `<field>_changed` of the model for each field that differs between two values of one frozen dataclass."""
    for field in fields(after):
        if getattr(before, field.name) != getattr(after, field.name):
            changed = getattr(model, f"{field.name}_changed", None)
            if changed is not None:
                changed.emit()


def isolated(text: str) -> str:
    """A text with right-to-left letters in a first-strong isolate (UAX 9): it cannot turn its line around."""
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return f"\u2068{text}\u2069"
    return text
