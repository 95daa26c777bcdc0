"""Loads the fonts that come with Packbench, so that the screen looks the same on every machine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FIRST_FAMILY = "Inter"
FONT_KINDS = frozenset({".otf", ".ttf"})


def load_fonts(folder: Path) -> list[str]:
    """Make every font of the folder known and Inter the first choice; returns the families. Main thread, before QML."""
    families: list[str] = []
    for path in sorted(folder.glob("*")):
        if path.suffix in FONT_KINDS:
            families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    ordered = sorted(dict.fromkeys(families), key=lambda family: family != FIRST_FAMILY)
    if ordered:
        font = QFont()
        font.setFamilies(ordered)
        QGuiApplication.setFont(font)
    return ordered
