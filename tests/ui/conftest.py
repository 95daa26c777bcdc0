"""A real window for every test of the kiosk's face; any word of complaint from Qt fails the test."""

from __future__ import annotations

import os
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
def on_display(display: str) -> str:
    """Every test of the kiosk's face has a display."""
    return display


@pytest.fixture(scope="session")
def gui(display: str) -> object:
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
