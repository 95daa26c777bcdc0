"""What the handlers share: the centre, the threads that read, the waker, and what must be known between requests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from app.central.centre import Centre
from app.central.channels.values import Reader
from app.central.people.keys import KeyOwner
from sync.central.commands.incoming.file_imports import Files
from sync.central.operating.telling.meters import Meters
from sync.central.serving.bounds.rates import UNLESS_SET, Doorkeepers, Limits
from sync.central.serving.refusals.problems import Refusal
from sync.central.serving.wake import Waker
from sync.central.webhooks.shops import READERS

P = ParamSpec("P")
R = TypeVar("R")

READ_THREADS = 6
LOOK_EVERY_S = 1.0
"""Who waits for a change looks by itself this often: a commit of another process wakes nobody here."""


class Desk:
    """Handlers never block the event loop: reads go to a few threads, writes to the writer's queue."""

    def __init__(
        self,
        centre: Centre,
        waker: Waker,
        monotonic: Callable[[], float] = time.monotonic,
        limits: Limits = UNLESS_SET,
    ) -> None:
        self.centre = centre
        self.waker = waker
        self.monotonic = monotonic
        self.importer = Files()
        self.owners: dict[str, tuple[KeyOwner, float]] = {}
        self.buckets = Doorkeepers(limits, monotonic)
        self.meters = Meters(centre, monotonic)
        self.order_at = 0.0
        self.ordered_at: dict[str, float] = {}
        self.heard_at: dict[str, tuple[float, str]] = {}
        self.in_flight: set[tuple[str, str]] = set()
        self.sites_to_sweep: set[str] = set()
        self._threads = ThreadPoolExecutor(READ_THREADS, "central-read")

    def read(self, query: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> Awaitable[R]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._threads, lambda: query(self.centre, *args, **kwargs))

    def write(self, verb: Callable[Concatenate[Centre, P], R], *args: P.args, **kwargs: P.kwargs) -> Awaitable[R]:
        """Who stops waiting does not stop the verb: what is queued is done, whether somebody hears of it or not."""
        return asyncio.shield(asyncio.wrap_future(self.centre.submit(verb, *args, **kwargs)))

    def changed(self, timeout_s: float) -> Awaitable[None]:
        return self.waker.wait(min(timeout_s, LOOK_EVERY_S))

    def ordered(self, site: str) -> None:
        """An order came in: it wants stock and a list, once no more come for a moment."""
        self.order_at = self.ordered_at[site] = self.monotonic()
        self.sites_to_sweep.add(site)

    @property
    def closing(self) -> bool:
        return self.waker.closing

    @property
    def shops(self) -> Mapping[str, Reader]:
        return READERS

    def close(self) -> None:
        """Waits for what reads, and for an import to break off."""
        self.importer.stop()
        self._threads.shutdown(wait=True)


def whole_number(text: str | None, field: str, default: int, most: int) -> int:
    """A query parameter that counts. Raises Refusal naming the field."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refusal(
            400, "parameter", "a query parameter is wrong", f"expected a whole number, got {text[:40]!r}", field
        )
    return min(int(text), most)
