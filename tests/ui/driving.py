"""Drives a real kiosk window: posts views, touches, types, and walks what is drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, QRectF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from app.station.ports import Scanned
from app.station.view.bench_view import BenchView, Pressed
from app.station.view.signs import Sound
from ui.touch.kiosk import Kiosk
from ui.touch.sounds import SoundPlayer
from ui.touch.strokes import KeyboardWedge

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DEADLINE_S = 20.0
TOUCH: list[QPointingDevice] = []


class Ears(SoundPlayer):
    """A sound player without a thread: the kiosk hands it sounds, the test reads them."""

    def __init__(self) -> None:
        self.heard: list[Sound] = []

    def play(self, sound: Sound) -> None:
        self.heard.append(sound)


def touch_screen() -> QPointingDevice:
    """One touch screen for the process; Qt keeps input devices for good."""
    if not TOUCH:
        TOUCH.append(QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen, QInputDevice.Capability.Position))
    return TOUCH[0]


class Driver:
    def __init__(self, size: tuple[int, int], wedge: KeyboardWedge[Any] | None = None, **more: Any) -> None:
        self.pressed: list[Pressed] = []
        self.scanned: list[Scanned] = []
        self.frames: list[int] = []
        self.ears = Ears()
        self.kiosk = Kiosk(
            send=self.pressed.append,
            scanned=self.scanned.append,
            now=lambda: NOON,
            mono_ns=time.monotonic_ns,
            pictures=RESOURCES / "demo" / "pictures",
            resources=RESOURCES,
            sounds=self.ears,
            wedge=wedge,
            size=size,
            **{"px_per_mm": 0.0, **more},
        )
        self.kiosk.on_frame(self.frames.append)
        self.window = self.kiosk.window
        self.until(lambda: self.window.isExposed() and self.frames, "the first frame")

    @property
    def commands(self) -> list[str]:
        return [pressed.command for pressed in self.pressed]

    def until(self, condition: Callable[[], object], words: str) -> None:
        """Serve events until the condition holds."""
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {words}"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    def settle(self) -> None:
        """Serve events until a frame that was asked for now is out."""
        seen = len(self.frames)
        self.window.update()
        self.until(lambda: len(self.frames) > seen, "a frame")

    def show(self, view: BenchView) -> None:
        """Post the view as the station does, and wait until it is drawn."""
        self.kiosk.post(view)
        self.until(lambda: self.kiosk.model.view is view, "the view")
        self.settle()

    def items(self) -> Iterator[QQuickItem]:
        """Every item that is drawn, delegates too (findChild does not find those)."""
        waiting = [self.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible():
                yield item
                waiting.extend(item.childItems())

    def texts(self) -> list[QQuickItem]:
        """The words that are drawn."""
        return [item for item in self.items() if item.inherits("QQuickText") and item.property("text")]

    def says(self, words: str) -> bool:
        return any(words in str(item.property("text")) for item in self.texts())

    def buttons(self) -> list[QQuickItem]:
        return [item for item in self.items() if item.inherits("QQuickAbstractButton") and item.isEnabled()]

    def button(self, command: str) -> QQuickItem:
        return next(item for item in self.buttons() if item.property("command") == command)

    def place(self, item: QQuickItem) -> QRectF:
        """Where the item is in the window, in pixels."""
        return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))

    def middle(self, item: QQuickItem) -> QPoint:
        return self.place(item).center().toPoint()

    def touch(self, at: QPoint) -> None:
        self.finger_down(at)
        self.finger_up(at)

    def finger_down(self, at: QPoint) -> None:
        QTest.touchEvent(self.window, touch_screen(), False).press(1, at, self.window).commit()

    def finger_up(self, at: QPoint) -> None:
        QTest.touchEvent(self.window, touch_screen(), False).release(1, at, self.window).commit()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window, key, modifier)


QT_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    **{f"F{n}": Qt.Key(int(Qt.Key.Key_F1) + n - 1) for n in range(1, 13)},
    **{str(n): Qt.Key(int(Qt.Key.Key_0) + n) for n in range(10)},
    **{letter: Qt.Key(ord(letter)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}
