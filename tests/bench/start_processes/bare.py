"""The peer of `start`: the smallest PySide6 program with a window, a rectangle and a word."""

import os
import sys
import time

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

QML = b"""
import QtQuick
import QtQuick.Window
Window {
    visible: true
    width: 1280
    height: 800
    Rectangle { anchors.fill: parent; color: "white" }
    Text { anchors.centerIn: parent; text: "Packbench" }
}
"""
app = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine()
engine.loadData(QByteArray(QML))
root = engine.rootObjects()[0]
assert isinstance(root, QQuickWindow)
window = root


def swapped() -> None:
    """Says when the first frame was out."""
    window.frameSwapped.disconnect(swapped)
    os.write(1, b"%d\n" % time.monotonic_ns())


window.frameSwapped.connect(swapped)
sys.exit(app.exec())
