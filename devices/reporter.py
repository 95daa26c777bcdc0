"""Posts a device's state once per change, so that a log or a screen is never told the same thing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.station.ports import DeviceChanged, DeviceKind, DeviceState, Post, Reason


class Reporter:
    """Belongs to one device thread."""

    def __init__(self, name: str, kind: DeviceKind, post: Post, now: Callable[[], datetime]) -> None:
        self._name = name
        self._kind = kind
        self._post = post
        self._now = now
        self._last: tuple[DeviceState, tuple[Reason, ...]] | None = None

    @property
    def state(self) -> DeviceState | None:
        """What was said last."""
        return None if self._last is None else self._last[0]

    def say(self, state: DeviceState, reasons: tuple[Reason, ...] = (), detail: str = "") -> None:
        """A new detail alone is no change."""
        if self._last == (state, reasons):
            return
        self._last = (state, reasons)
        self._post(DeviceChanged(self._name, self._kind, state, reasons, detail, self._now()))
