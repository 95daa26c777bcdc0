"""The kiosk's window: shows the views that are posted, hands presses and scans back. Main thread, but for `post`."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, QQmlError
from PySide6.QtQuick import QQuickWindow

from app.station.view.bench_view import BenchView, Pressed
from app.station.view.signs import Sound
from ui.touch.captions import Captions
from ui.touch.faces import load_fonts
from ui.touch.keyboard import Keyboard
from ui.touch.mailbox import Mailbox
from ui.touch.offers import command_for_key
from ui.touch.pictures import Icons, Pictures
from ui.touch.strokes import KeyboardWedge, Read
from ui.touch.viewmodels.bench import BenchModel

if TYPE_CHECKING:  # neither is needed before the first frame
    from app.station.ports import Scanned
    from ui.touch.sounds import SoundPlayer

QML = Path(__file__).resolve().parent / "qml"
SETTINGS = {
    "QT_QUICK_BACKEND": "software",
    "QSG_RENDER_LOOP": "basic",
    "QT_QPA_UPDATE_IDLE_TIME": "0",
    "QT_QUICK_CONTROLS_STYLE": "Basic",
    "QT_IM_MODULE": "",
}
OnFrame = Callable[[int], None]


def prepare_process() -> None:
    """Choose the software renderer and no idle wait, unless the environment says otherwise. Before the application."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


class Kiosk:
    """One window on one bench.

    `send` and `scanned` must not block. `pictures` holds product pictures, `resources` the folders fonts and icons.
    `size` is in pixels (None: the whole screen), `px_per_mm` the screen's own density (None: as the screen says).
    `first` is what the first frame shows.
    """

    def __init__(
        self,
        *,
        send: Callable[[Pressed], None],
        scanned: Callable[[Scanned], None],
        now: Callable[[], datetime],
        mono_ns: Callable[[], int],
        pictures: Path,
        resources: Path,
        sounds: SoundPlayer | None = None,
        wedge: KeyboardWedge[Any] | None = None,
        size: tuple[int, int] | None = None,
        px_per_mm: float | None = None,
        fullscreen: bool = False,
        captions: Captions | None = None,
        first: BenchView | None = None,
    ) -> None:
        prepare_process()
        self._thread = threading.get_ident()
        self._app = application()
        self._send, self._scan = send, scanned
        self._now, self._mono_ns = now, mono_ns
        self._sounds, self._wedge = sounds, wedge
        self._frames: list[OnFrame] = []
        self._warnings: list[str] = []
        self._answers = 0
        self._ready = False
        self._load(resources, Pictures(pictures), captions)
        if first is not None:
            self.model.show(first)
        self._open(size, px_per_mm, fullscreen)

    def _load(self, resources: Path, pictures: Pictures, captions: Captions | None) -> None:
        load_fonts(resources / "fonts")
        icons = Icons(resources / "icons")
        self.model = BenchModel(self._press, pictures.find, icons.names)
        if captions is not None:
            self.model.speak(captions)
        self._owner = QObject()
        self._mailbox = Mailbox(self._receive, self._owner)
        self._keyboard = Keyboard(self._typed, self._read, self._wedge, self._owner)
        self._app.installEventFilter(self._keyboard)
        self._engine = QQmlApplicationEngine()
        self._engine.addImageProvider("icon", icons)
        self._engine.warnings.connect(self._warn)

    def _open(self, size: tuple[int, int] | None, px_per_mm: float | None, fullscreen: bool) -> None:
        screen = self._app.primaryScreen()
        width, height = size or (screen.size().width(), screen.size().height())
        density = (
            screen_density(screen.size().width(), screen.physicalSize().width()) if px_per_mm is None else px_per_mm
        )
        self._engine.setInitialProperties({"bench": self.model, "px_per_mm": density, "width": width, "height": height})
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise RuntimeError("the kiosk's window did not load: " + "; ".join(self._warnings))
        self.window = roots[0]
        self.window.frameSwapped.connect(self._swapped)
        self.window.activeChanged.connect(self._active_changed)
        self.window.showFullScreen() if fullscreen else self.window.show()
        self.window.requestActivate()
        self._active_changed()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the QML engine complained about; empty in a sound kiosk."""
        return tuple(self._warnings)

    def post(self, view: BenchView) -> None:
        """Show this view soon. Any thread; never blocks."""
        self._mailbox.post(view)

    def speak(self, captions: Captions) -> None:
        """Change the language of the fixed words. Main thread."""
        self.model.speak(captions)

    def on_frame(self, callback: OnFrame) -> None:
        """After each frame is on the screen: `callback(answers)`, of the view in it that answers a scan, else 0."""
        self._frames.append(callback)

    def grab(self, path: Path) -> None:
        """Write what the window shows as PNG. Main thread. Raises OSError."""
        assert threading.get_ident() == self._thread
        if not self.window.grabWindow().save(str(path)):
            raise OSError(f"could not write {path}")

    def run(self) -> int:
        """Serve until the window is closed, `quit` is called, or SIGTERM or SIGINT arrives; returns the exit code."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGTERM, signal.SIGINT)}
        wake = signal.set_wakeup_fd(self._mailbox.wakeup_fd, warn_on_full_buffer=False)
        try:
            return self._app.exec()
        finally:
            signal.set_wakeup_fd(wake)
            for number, handler in before.items():
                signal.signal(number, handler)

    def quit(self) -> None:
        """End `run`. Main thread."""
        self._app.quit()

    def end(self) -> None:
        """End `run` soon. Any thread; never blocks."""
        self._mailbox.run(self.quit)

    def close(self) -> None:
        """Take everything down: the window and engine before the view models. Main thread."""
        self._app.removeEventFilter(self._keyboard)
        self._mailbox.close()
        self._frames.clear()
        self.window.close()
        self._engine.clearSingletons()
        delete_now(self._engine)
        delete_now(self.model)
        delete_now(self._owner)

    def _stop(self, _number: int, _frame: object) -> None:
        """From the event loop, and never at once: the signal may come in the middle of a frame, whose window quitting
        would take away under the renderer."""
        self.end()

    def _warn(self, errors: list[QQmlError]) -> None:
        self._warnings += [error.toString() for error in errors]

    def _receive(self, view: BenchView, sounds: tuple[Sound, ...]) -> None:
        if self._sounds is not None:
            for sound in sounds:
                self._sounds.play(sound)
        self.model.show(view)
        if view.answers:
            self._answers = view.answers
            self.window.update()

    def _swapped(self) -> None:
        answers, self._answers = self._answers, 0
        for callback in self._frames:
            callback(answers)
        if not self._ready and self.window.isExposed():
            self._ready = True
            self.model.set_ready()

    def _press(self, command: str) -> None:
        self._send(Pressed(command, self._now(), self._mono_ns()))

    def _typed(self, name: str, down: bool) -> bool:
        """A key that stands for a command on this screen; one that must be held acts when its ring is full."""
        offered = command_for_key(self.model.view, name)
        if offered is None:
            return False
        self.model.hold(offered.command if down else "")
        if down and not offered.hold:
            self._press(offered.command)
        return True

    def _read(self, device: str, read: Read) -> None:
        from app.station.ports import Scanned  # not before the first frame: it brings half of the domain

        self._scan(Scanned(device, read.raw, read.aim, self._now(), self._mono_ns()))

    def _active_changed(self) -> None:
        self._keyboard.focus_changed()
        self.model.set_scanner_inactive(self._wedge is not None and not self.window.isActive())


def application() -> QGuiApplication:
    """The one QGuiApplication of the process."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    QGuiApplication.setAttribute(Qt.ApplicationAttribute.AA_SynthesizeMouseForUnhandledTouchEvents, True)
    return QGuiApplication(["packbench"])


def screen_density(pixels: int, millimetres: float) -> float:
    """Pixels per millimetre; 0 when the screen's word for its size is missing or absurd (3 to 12 is believed)."""
    density = pixels / millimetres if millimetres > 0 else 0.0
    return density if 3.0 <= density <= 12.0 else 0.0


def delete_now(thing: QObject) -> None:
    """Delete in this order, not when Python's collector comes by."""
    shiboken6.delete(thing)
