"""The only bridge from other threads into Qt: a queue of views and a byte in a socket that wakes the main thread.

A socket pair, and not a signal emitted from a foreign thread: a worker that touches no Qt function gets no adopted
QThread and owns no QObject, and the same descriptor serves `signal.set_wakeup_fd`, so that SIGTERM wakes the loop too.
"""

from __future__ import annotations

import queue
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QSocketNotifier

from app.station.view.bench_view import BenchView
from app.station.view.signs import Sound

REMEMBERED = 256
Receive = Callable[[BenchView, tuple[Sound, ...]], None]


class Mailbox:
    """Carries views to the Qt main thread. Made, closed and emptied there; `post` works from any thread.

    A burst is coalesced to its newest view; the sounds of every view of the burst are handed over with it, in order,
    and the latest scan that any of them answers is answered by it.
    A sound belongs to an event number: the same event posted twice sounds once.
    """

    def __init__(self, receive: Receive, owner: QObject | None = None) -> None:
        self._thread = threading.get_ident()
        self._receive = receive
        self._views: queue.SimpleQueue[BenchView] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._heard: deque[int] = deque(maxlen=REMEMBERED)
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._write_end.setblocking(False)
        self._notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, owner)
        self._notifier.activated.connect(self._wake)

    @property
    def wakeup_fd(self) -> int:
        """For `signal.set_wakeup_fd`: a byte written here wakes the main thread."""
        return self._write_end.fileno()

    def post(self, view: BenchView) -> None:
        """Hand a view over; never blocks. After `close` it is dropped."""
        self._views.put(view)
        self._ring()

    def run(self, task: Callable[[], None]) -> None:
        """Have this called on the main thread soon; never blocks. After `close` it is dropped."""
        self._tasks.put(task)
        self._ring()

    def _ring(self) -> None:
        try:
            self._write_end.send(b"\0")
        except OSError:  # full: a wake-up is already under way; closed: nobody is listening any more
            return

    def close(self) -> None:
        """Stop listening. Main thread only."""
        assert threading.get_ident() == self._thread
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._read_end.close()
        self._write_end.close()

    def _wake(self) -> None:
        """The bytes go first: a view put in after the queue was seen empty then still has its wake-up."""
        assert threading.get_ident() == self._thread
        try:
            while self._read_end.recv(4096):
                pass
        except BlockingIOError:
            pass
        self._hand_over()
        while not self._tasks.empty():
            self._tasks.get_nowait()()

    def _hand_over(self) -> None:
        newest: BenchView | None = None
        sounds: list[Sound] = []
        answers = 0
        while True:
            try:
                newest = self._views.get_nowait()
            except queue.Empty:
                break
            answers = newest.answers or answers
            if newest.sound is not Sound.NONE and newest.event not in self._heard:
                self._heard.append(newest.event)
                sounds.append(newest.sound)
        if newest is not None:
            self._receive(newest if newest.answers == answers else replace(newest, answers=answers), tuple(sounds))
