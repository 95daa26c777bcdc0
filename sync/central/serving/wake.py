"""Wakes waiting polls when something was committed: a hint only, never what correctness rests on."""

from __future__ import annotations

import asyncio


class Waker:
    """`wake` may be called from any thread; `wait` and `close` belong to the event loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self._others: list[Waker] = []
        self.closing = False

    def attach(self) -> None:
        self._loop = asyncio.get_running_loop()

    def detach(self) -> None:
        self._loop = None

    def wake(self) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(self._set)
            except RuntimeError:  # closed in between: nobody is waiting any more
                return

    def close(self) -> None:
        """From now on nobody waits, nor with those that close with this one."""
        self.closing = True
        self._set()
        for other in self._others:
            other.close()

    def closes(self, other: Waker) -> None:
        """`other` is to close with this one."""
        self._others.append(other)

    async def wait(self, timeout_s: float) -> None:
        """Return at the next wake, or after `timeout_s`."""
        if self.closing:
            return
        try:
            await asyncio.wait_for(self._event.wait(), timeout_s)
        except TimeoutError:
            return

    def _set(self) -> None:
        self._event.set()
        self._event = asyncio.Event()
