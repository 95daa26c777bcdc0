"""How the thread that writes is doing: what each group cost, and where the process stands right now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Verbs that were committed together: how many, whether that failed, and seconds in all and of the commit alone."""

    size: int
    failed: bool
    seconds: float
    commit_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """`waiting` verbs queue for the writer; `readers` of at most `readers_most` reading connections are in use."""

    alive: bool
    waiting: int
    readers: int
    readers_most: int


Watch = Callable[[Group], None]
"""Called on the thread that writes after every group: it returns at once and never raises."""
