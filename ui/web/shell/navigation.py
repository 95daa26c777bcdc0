"""The pages in the top bar, in their order; a page stands there once it exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`needs` names what one must be allowed to do to see it ("" for everyone who signed in)."""

    word: str
    path: str
    needs: str = ""


PLACES: Final = (
    Place(word="Orders", path="/orders"),
    Place(word="Stock", path="/stock", needs="stock.read"),
    Place(word="Floor", path="/floor", needs="task.read"),
    Place(word="Channels", path="/channels", needs="channel.read"),
    Place(word="Imports", path="/imports", needs="import.run"),
    Place(word="People", path="/people", needs="user.read"),
    Place(word="Record", path="/record", needs="audit.read"),
)
