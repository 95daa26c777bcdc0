"""uvicorn as the centre runs it: endless answers end at once when it stops, a second signal ends it faster."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from sync.central.operating.service import ALIVE, READY, STOPPING, Service
from sync.central.operating.telling.logs import tell
from sync.central.serving.desk import Desk


class Stoppable(uvicorn.Server):
    """Does not die of its own signal afterwards, and tells the service manager where it stands.

    `listening` is called once connections are answered; `lifeline` is a pipe whose end means to stop.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        desk: Desk,
        service: Service,
        listening: Callable[[], None],
        lifeline: int | None = None,
    ) -> None:
        super().__init__(config)
        self._desk = desk
        self._service = service
        self._listening = listening
        self._lifeline = lifeline
        self._told_at = 0.0

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._lifeline is not None:
            asyncio.get_running_loop().add_reader(self._lifeline, self._cut)
        if threading.current_thread() is threading.main_thread():
            gc.collect()
            gc.freeze()  # what is loaded by now stays: looking through all of it stops every request for 0.2 s
        self._listening()
        self._service.say(READY)

    async def on_tick(self, counter: int) -> bool:
        every = self._service.alive_every_s
        now = self._desk.monotonic()
        if every is not None and now - self._told_at >= every and self._desk.centre.pulse.alive:
            self._told_at = now
            self._service.say(ALIVE)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Who waits for news is let go at once; what is being answered has its time; then the centre is closed."""
        tell("stopping", pid=os.getpid())
        self._service.say(STOPPING)
        if self._lifeline is not None:
            asyncio.get_running_loop().remove_reader(self._lifeline)
        self._desk.waker.close()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The second signal: requests being answered are not waited for; what was queued is written all the same."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def _cut(self) -> None:
        """The parent is gone, or wants an end."""
        asyncio.get_running_loop().remove_reader(self._lifeline or 0)
        self.should_exit = True
