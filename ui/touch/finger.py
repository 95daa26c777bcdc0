"""Touches a button of the kiosk from another thread, through the very events a real finger makes."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QPointF, QSocketNotifier, Qt
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

Errand = Callable[[], None]


class Finger:
    """Made on the Qt main thread; `touch`, `photograph` and `run` are called from any thread and answer by a queue."""

    def __init__(self, window: QQuickWindow, grab: Callable[[Path], None]) -> None:
        self._window, self._grab = window, grab
        self._errands: queue.SimpleQueue[Errand] = queue.SimpleQueue()
        self._owner = QObject()
        self._read_end, self._write_end = socket.socketpair()
        self._read_end.setblocking(False)
        self._notifier = QSocketNotifier(self._read_end.fileno(), QSocketNotifier.Type.Read, self._owner)
        self._notifier.activated.connect(self._wake)

    def touch(self, command: str, timeout_s: float = 5.0) -> bool:
        """Press and release the button of this command; False if no such button can be seen."""
        return self._do(lambda: self._touch(command), timeout_s)

    def photograph(self, path: Path, timeout_s: float = 10.0) -> bool:
        """Write what the window shows as PNG."""

        def grab() -> bool:
            self._grab(path)
            return True

        return self._do(grab, timeout_s)

    def run(self, errand: Errand) -> None:
        """Do this on the main thread, soon."""
        self._errands.put(errand)
        self._write_end.send(b"\0")

    def after_frame(self, tell: Errand) -> None:
        """Call back once the next frame is drawn; asks for one. Main thread."""
        self._window.frameSwapped.connect(tell, Qt.ConnectionType.SingleShotConnection)
        self._window.update()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._read_end.close()
        self._write_end.close()

    def _do(self, errand: Callable[[], bool], timeout_s: float) -> bool:
        answer: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self.run(lambda: answer.put(errand()))
        try:
            return answer.get(timeout=timeout_s)
        except queue.Empty:
            return False

    def _wake(self) -> None:
        try:
            while self._read_end.recv(4096):
                pass
        except BlockingIOError:
            pass
        while not self._errands.empty():
            self._errands.get()()

    def _touch(self, command: str) -> bool:
        button = self._find(self._window.contentItem(), command)
        if button is None:
            return False
        middle = button.mapToScene(QPointF(button.width() / 2, button.height() / 2))
        spot = QPoint(round(middle.x()), round(middle.y()))
        QTest.mouseClick(self._window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
        return True

    def _find(self, item: QQuickItem, command: str) -> QQuickItem | None:
        """The topmost visible button of a command; a covered panel's buttons are not offered."""
        for child in reversed(item.childItems()):
            if not child.isVisible() or not child.isEnabled():
                continue
            found = self._find(child, command)
            if found is not None:
                return found
        return item if item.property("command") == command and item.width() > 0 else None
