"""The QML gate knows what Python declares: a misspelt property of a view model fails it."""

from pathlib import Path

import pytest

import qml_lint

VIEW = '''
"""A view model."""
from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

QML_IMPORT_NAME = "Bench.Views"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class {name}(QObject):
    changed = Signal()

    @Property(str, notify=changed)
    def word(self) -> str:
        return "next"
'''

SHOWN = """
import QtQuick
import Bench.Views

Item {
    id: root
    required property Queue queue
    required property Pick pick
    Text { text: root.queue.word }
    Text { text: root.pick.WORD }
}
"""


def lay(touch: Path, word: str) -> Path:
    """Two view models in one QML module, and a screen that reads `word` of the second."""
    (touch / "qml").mkdir(parents=True)
    for name in ("Queue", "Pick"):
        (touch / f"{name.lower()}.py").write_text(VIEW.format(name=name), encoding="utf-8")
    (touch / "qml" / "Main.qml").write_text(SHOWN.replace("WORD", word), encoding="utf-8")
    return touch


def test_what_a_view_model_declares_passes(tmp_path: Path) -> None:
    assert qml_lint.lint(lay(tmp_path, "word")) == 0


def test_a_misspelt_property_fails(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert qml_lint.lint(lay(tmp_path, "wrod")) == 1
    said = capfd.readouterr()
    assert "wrod" in said.out + said.err


def test_with_no_qml_yet_it_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert qml_lint.lint(tmp_path) == 0
    assert "nothing was checked" in capfd.readouterr().out
