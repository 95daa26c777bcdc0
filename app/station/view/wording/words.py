"""The words of the kiosk, by language: templates with named places, from resources/words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class MissingWords(LookupError):
    """A sentence the screen needs is not in the words file: found at start, by the check of the keys."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `table` is the words file as read: tables of tables of text."""

    table: Mapping[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The sentence at a dotted key, its places filled. Raises MissingWords naming the key."""
        found: Any = self.table
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise MissingWords(key)
            found = found[part]
        if not isinstance(found, str):
            raise MissingWords(key)
        return found.format(**values)

    def maybe(self, key: str, **values: object) -> str:
        """As `say`, "" when this language has nothing to say here."""
        try:
            return self.say(key, **values)
        except MissingWords:
            return ""
