"""What is said to a database while something is done, with one set of its values each, and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass(slots=True)
class Said:
    """One statement: its `values` when it took longest, of `times`, and those seconds."""

    words: str
    values: Any
    seconds: float = 0.0
    times: int = 0
    during: str = ""


class Heard:
    """Every statement said, by its words; `doing` is what is being done."""

    def __init__(self) -> None:
        self.said: dict[str, Said] = {}
        self.doing = ""

    def note(self, words: str, values: Any, seconds: float) -> None:
        said = self.said.setdefault(words, Said(words, values, during=self.doing))
        said.times += 1
        if seconds >= said.seconds:
            said.seconds, said.values, said.during = seconds, values, self.doing


@contextmanager
def heard() -> Iterator[Heard]:
    """Of every engine of this process."""
    found = Heard()

    def before(connection: Any, cursor: Any, words: str, values: Any, context: Any, many: bool) -> None:
        context.asked_at = time.perf_counter()

    def after(connection: Any, cursor: Any, words: str, values: Any, context: Any, many: bool) -> None:
        first = values[0] if many and isinstance(values, list) else values
        found.note(words, first, time.perf_counter() - context.asked_at)

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)
