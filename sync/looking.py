"""A thread that looks for something to do every so often, and at once when it is woken."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

LOG: Final = logging.getLogger("packbench.central")


class Lookout:
    """`start` begins with a look, `wake` makes it look now, `close` returns after the look under way.

    What may fail is caught in `look`; a bug in it is told aloud, and it looks again at its next time: a thread that
    ended would leave letters and figures lying for ever. A look that takes long asks `closing` at times.
    """

    def __init__(self, name: str, look: Callable[[], None], every_s: float) -> None:
        self._look = look
        self._every_s = every_s
        self._closing = threading.Event()
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._work, name=name)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._awake.set()

    def closing(self) -> bool:
        return self._closing.is_set()

    def close(self) -> None:
        self._closing.set()
        self._awake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._closing.is_set():
            try:
                self._look()
            except Exception as fault:
                LOG.error("a look met a bug", exc_info=fault, extra={"facts": {"thread": self._thread.name}})
            self._awake.wait(self._every_s)
            self._awake.clear()
