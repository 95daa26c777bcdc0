"""Several processes of the centre behind one listening socket: kept running, and ended together in good order.

All accept from the same socket, so a connection nobody took yet is lost with no process. Each watches a pipe the
parent holds open, and ends with it however the parent ended. No thread runs in the parent: it forks.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sync.central.operating.service import ALIVE, READY, STOPPING, Service
from sync.central.operating.telling.logs import tell

LOOK_EVERY_S: Final = 0.1
AGAIN_AFTER_S: Final = (0.2, 1.0, 5.0)
"""Pauses before a process that died is started again; one that lived a minute begins anew."""
LIVED_S: Final = 60.0
CRASH: Final = 70
"""Exit code of a child that met a bug (EX_SOFTWARE)."""

Child = Callable[[int, int, Callable[[], None]], None]
"""Serves as process `number`, watching the pipe `lifeline`; calls the last one when it listens."""


@dataclass(slots=True)
class _Slot:
    """One place for a process; pid 0 while there is none."""

    number: int
    pid: int = 0
    started_at: float = 0.0
    deaths: int = 0
    start_at: float = 0.0


class Family:
    """`run` blocks until SIGTERM or SIGINT; a second signal is handed on too, and ends the children faster."""

    def __init__(self, size: int, child: Child, service: Service, grace_s: int) -> None:
        self._slots = [_Slot(number) for number in range(size)]
        self._child = child
        self._service = service
        self._grace_s = grace_s
        self._signals = 0
        self._ready: set[int] = set()
        self._told_at = 0.0
        self._lifeline = os.pipe()
        self._news = os.pipe()
        self._looking = selectors.DefaultSelector()
        self._looking.register(self._news[0], selectors.EVENT_READ)

    def run(self, listening: Callable[[], None]) -> None:
        """`listening` is called once every process listens."""
        before = {number: signal.signal(number, self._signalled) for number in (signal.SIGTERM, signal.SIGINT)}
        told = False
        try:
            while not self._signals:
                self._start_missing()
                self._hear()
                self._reap()
                if not told and len(self._ready) == len(self._slots):
                    told = True
                    listening()
                    self._service.say(READY)
                self._say_alive()
            self._end()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            self._looking.close()
            for handle in (*self._lifeline, *self._news):
                os.close(handle)

    def _start_missing(self) -> None:
        for slot in self._slots:
            if not slot.pid and time.monotonic() >= slot.start_at:
                slot.pid, slot.started_at = self._fork(slot.number), time.monotonic()

    def _fork(self, number: int) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = CRASH
        try:
            os.close(self._lifeline[1])
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, signal.SIG_DFL)
            self._child(number, self._lifeline[0], lambda: self._tell_parent(number))
            code = 0
        except Exception as fault:  # noqa: BLE001  the parent learns by the exit code, the operator by the log
            tell("a process of the centre failed", 50, fault, number=number)
        finally:
            os._exit(code)
        raise AssertionError("a child came back")

    def _tell_parent(self, number: int) -> None:
        os.write(self._news[1], bytes([number]))

    def _hear(self) -> None:
        if self._looking.select(LOOK_EVERY_S):
            self._ready.update(os.read(self._news[0], 256))

    def _reap(self) -> None:
        """Note who died, and when to start another in its place."""
        for slot in self._slots:
            if not slot.pid:
                continue
            pid, status = os.waitpid(slot.pid, os.WNOHANG)
            if pid:
                lived = time.monotonic() - slot.started_at
                slot.deaths = 0 if lived >= LIVED_S else slot.deaths
                pause_s = AGAIN_AFTER_S[min(slot.deaths, len(AGAIN_AFTER_S) - 1)]
                slot.pid, slot.deaths, slot.start_at = 0, slot.deaths + 1, time.monotonic() + pause_s
                if not self._signals:
                    code = os.waitstatus_to_exitcode(status)
                    tell("a process of the centre died", 40, number=slot.number, code=code, again_after_s=pause_s)

    def _say_alive(self) -> None:
        every = self._service.alive_every_s
        if every is not None and time.monotonic() - self._told_at >= every and any(one.pid for one in self._slots):
            self._told_at = time.monotonic()
            self._service.say(ALIVE)

    def _end(self) -> None:
        """Every child ends by itself; one that has not long after its time is killed."""
        self._service.say(STOPPING)
        handed, deadline = 0, time.monotonic() + self._grace_s + 20
        while any(slot.pid for slot in self._slots):
            late = time.monotonic() >= deadline
            if handed < self._signals or late:
                handed = self._signals
                for slot in self._slots:
                    if slot.pid:
                        os.kill(slot.pid, signal.SIGKILL if late else signal.SIGTERM)
            self._hear()
            self._reap()

    def _signalled(self, *_: object) -> None:
        self._signals = min(self._signals + 1, 2)
