"""A real window for every test of the kiosk's face; any word of complaint from Qt fails the test."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler

from tests.ui.driving import Driver
from ui.touch.kiosk import application, prepare_process
from ui.touch.strokes import KeyboardWedge

MakeKiosk = Callable[..., Driver]


@pytest.fixture(scope="session", autouse=True)
def display(no_child_left: None) -> Iterator[None]:
    """The display the runner provides; without one, an Xvfb of our own (no fixed number, keymap kept: -noreset)."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="packbench-run-"))
    os.environ["QT_QPA_PLATFORM"] = "xcb"
    if os.environ.get("DISPLAY"):
        yield
        return
    told, tell = os.pipe()
    command = ["Xvfb", "-displayfd", str(tell), "-noreset", "-nolisten", "tcp", "-screen", "0", "1920x1200x24"]
    server = subprocess.Popen(command, pass_fds=[tell], stderr=subprocess.DEVNULL)
    os.close(tell)
    try:
        assert select.select([told], [], [], 20)[0], "Xvfb did not start"
        os.environ["DISPLAY"] = f":{os.read(told, 16).decode().strip()}"
        yield
    finally:
        os.close(told)
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def gui(display: None) -> object:
    """The one application object of the process."""
    prepare_process()
    return application()


@pytest.fixture
def complaints(gui: object) -> Iterator[list[str]]:
    """Everything Qt says during the test, its teardown included."""
    heard: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        heard.append(f"{kind.name}: {words}")

    before = qInstallMessageHandler(hear)
    yield heard
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    qInstallMessageHandler(before)
    assert heard == []


@pytest.fixture
def kiosk(complaints: list[str]) -> Iterator[MakeKiosk]:
    """Makes kiosks: `kiosk((1280, 800), wedge=...)`; each is taken down in the right order and must be silent."""
    made: list[Driver] = []

    def make(size: tuple[int, int] = (1280, 800), wedge: KeyboardWedge[Any] | None = None, **more: Any) -> Driver:
        driver = Driver(size, wedge, **more)
        made.append(driver)
        return driver

    yield make
    for driver in made:
        warnings = driver.kiosk.warnings
        driver.kiosk.close()
        assert warnings == ()


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where to leave a picture of every screen, if PACKBENCH_SHOTS names a folder."""
    named = os.environ.get("PACKBENCH_SHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
