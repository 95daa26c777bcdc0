"""A limit of `scan`: how long a bare PySide6 window takes from a changed word to the swapped frame, 200 times."""

import os
import sys
import time

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

COUNT, PAUSE_MS = 200, 20
QML = b"""
import QtQuick
import QtQuick.Window
Window {
    id: window
    property string words: "0"
    visible: true
    width: 1280
    height: 800
    Rectangle { anchors.fill: parent; color: "white" }
    Text { anchors.centerIn: parent; text: window.words }
}
"""
os.environ.setdefault("QSG_RENDER_LOOP", "basic")
app = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine()
engine.loadData(QByteArray(QML))
window = engine.rootObjects()[0]
assert isinstance(window, QQuickWindow)
begun: list[int] = []
took: list[int] = []


def change() -> None:
    """Another word."""
    begun.append(time.monotonic_ns())
    window.setProperty("words", str(len(begun)))


def swapped() -> None:
    """Its frame is out: note it, go on after a pause."""
    if len(begun) > len(took):
        took.append(time.monotonic_ns() - begun[-1])
    if len(took) == COUNT:
        os.write(1, b"%d\n" % sorted(took)[COUNT // 2])
        os._exit(0)  # the window is not taken down: that is not measured here
    QTimer.singleShot(PAUSE_MS, change)


window.frameSwapped.connect(swapped)
app.exec()
