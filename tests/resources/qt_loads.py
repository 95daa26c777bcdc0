"""Loads every font and draws every SVG of the resources with Qt; says what went wrong and exits with 1."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "ExtraBold": 800}


def main(resources: Path) -> int:
    application = QGuiApplication([])
    faults = [f"{path.name}: not drawn" for path in sorted(resources.rglob("*.svg")) if not drawn(path)]
    families: set[str] = set()
    for path in sorted((resources / "fonts").glob("*.[ot]tf")):
        found = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        faults += [] if found else [f"{path.name}: not loaded"]
        families |= set(found)
    expected = {"Inter", "Noto Sans Arabic", "Noto Emoji", "Noto Sans CJK JP"}
    faults += [f"family missing: {name}" for name in sorted(expected - families)]
    for name, weight in WEIGHTS.items():
        font = QFont("Inter", 20)
        font.setWeight(QFont.Weight(weight))
        info = QFontInfo(font)
        if (info.family(), info.weight()) != ("Inter", weight):
            faults.append(f"Inter {name}: got {info.family()} {info.weight()}")
    print("\n".join(faults) or "Inter Noto families ok")
    application.quit()
    return 1 if faults else 0


def drawn(path: Path) -> bool:
    """True if the file renders and puts ink on the page."""
    renderer = QSvgRenderer(str(path))
    paper = QColor("#FF00FF")
    page = QImage(64, 64, QImage.Format.Format_RGB32)
    page.fill(paper)
    painter = QPainter(page)
    renderer.render(painter)
    painter.end()
    inked = sum(page.pixelColor(x, y) != paper for x in range(0, 64, 2) for y in range(0, 64, 2))
    return renderer.isValid() and inked > 20


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
