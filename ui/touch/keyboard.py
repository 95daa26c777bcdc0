"""The one event filter: keys that a scanner typed never reach a button or a field, keys of a person still work."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWindow

from ui.touch.strokes import Decided, KeyboardWedge, Read, Stroke

KEY_NAMES = {
    int(Qt.Key.Key_Return): "Enter",
    int(Qt.Key.Key_Enter): "Enter",
    int(Qt.Key.Key_Escape): "Esc",
    **{int(Qt.Key.Key_F1) + n: f"F{n + 1}" for n in range(12)},
}
NOT_SHORTCUTS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


def key_name(key: int, text: str) -> str:
    """How a key is called on the command card: "Enter", "Esc", "F2", or its letter or digit; "" for any other."""
    return KEY_NAMES.get(key, text.upper() if len(text) == 1 and text.isalnum() else "")


def steady_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class Keyboard(QObject):
    """Filters the application's keys at the window (each key passes there exactly once), then reads commands.

    `typed(name, down)` is asked for each key of a person and says whether it was a command; other keys go on to the
    focused control. `scanned(device, read)` gets each complete scan of the wedge.
    """

    def __init__(
        self,
        typed: Callable[[str, bool], bool],
        scanned: Callable[[str, Read], None],
        wedge: KeyboardWedge[Any] | None,
        parent: QObject,
        steady: Callable[[], int] = steady_ms,
    ) -> None:
        super().__init__(parent)
        self._typed = typed
        self._scanned = scanned
        self._wedge = wedge
        self._steady = steady
        self._ahead_ms = 0
        self._tags = 0
        self._held: dict[int, tuple[QWindow, QKeyEvent]] = {}
        self._replaying = False
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.setTimerType(Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._let_pending_keys_in)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt name)
        if self._replaying or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the key itself follows; there is no other shortcut map than ours
            return True
        if event.type() in KEYS and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def focus_changed(self) -> None:
        """The window lost or gained the keyboard: a burst under way is no scan any more."""
        if self._wedge is not None:
            self._carry_out(self._wedge.decoder.focus_changed())

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        if self._wedge is None:
            return self._by_a_person(event)
        stamp = int(event.timestamp()) or self._steady()
        self._ahead_ms = stamp - self._steady()
        self._tags += 1
        self._held[self._tags] = (window, event.clone())
        decided = self._wedge.press_or_release(self._stroke(event, stamp))
        tag = self._tags
        action = self._carry_out(decided)
        if action == "hold":
            return True
        self._held.pop(tag, None)
        return True if action == "consume" else self._by_a_person(event)

    def _stroke(self, event: QKeyEvent, stamp: int) -> Stroke:
        modifiers = event.modifiers()
        return Stroke(
            scan_code=event.nativeScanCode(),
            text=event.text(),
            key=int(event.key()),
            shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
            control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
            alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
            down=event.type() == QEvent.Type.KeyPress,
            t_ms=stamp,
            repeat=event.isAutoRepeat(),
            tag=self._tags,
        )

    def _carry_out(self, decided: Decided) -> str:
        """Replay first, then the scan; returns what is to become of the key itself."""
        for key in decided.replay:
            if (kept := self._held.pop(key.tag, None)) is not None:
                self._replay(*kept)
        if self._wedge is not None and decided.scan is not None:
            self._scanned(self._wedge.device, decided.scan)
        self._arm()
        return decided.action.value

    def _replay(self, window: QWindow, event: QKeyEvent) -> None:
        if self._by_a_person(event):
            return
        self._replaying = True
        try:
            QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False

    def _arm(self) -> None:
        """Keys the decoder swallowed with their scan are forgotten once it holds none."""
        assert self._wedge is not None
        due = self._wedge.decoder.due_ms
        if due is None:
            self._due.stop()
            self._held.clear()
        else:
            self._due.start(max(0, due - self._steady() - self._ahead_ms))

    def _let_pending_keys_in(self) -> None:
        """After a stall the keys of a scan may still be in the queue: they are read before silence is concluded."""
        QTimer.singleShot(0, self, self._overdue)

    def _overdue(self) -> None:
        assert self._wedge is not None
        if self._wedge.decoder.due_ms is not None:
            self._carry_out(self._wedge.decoder.overdue(self._steady() + self._ahead_ms))

    def _by_a_person(self, event: QKeyEvent) -> bool:
        if event.modifiers() & NOT_SHORTCUTS or event.isAutoRepeat():
            return event.isAutoRepeat()
        name = key_name(int(event.key()), event.text())
        return bool(name) and self._typed(name, event.type() == QEvent.Type.KeyPress)
