"""Finds product pictures and icons; says in which ink a letter on a picture reads best.

Qt's SVG library is loaded with the first picture, not before the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider

DARK_INK, LIGHT_INK = "#14181C", "#F3F4F1"
SAMPLE = 24
INK = "#14181C"


@dataclass(frozen=True, slots=True)
class Picture:
    """`url` for an Image, "" when there is no such file; `ink` is the colour for a letter in its middle."""

    url: str = ""
    ink: str = DARK_INK


FindPicture = Callable[[str], Picture]


class Pictures:
    """Product pictures (SVG or PNG) of one folder, each looked at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._seen: dict[str, Picture] = {"": Picture()}

    def find(self, name: str) -> Picture:
        """A name that is missing or leaves the folder gives an empty picture."""
        if name not in self._seen:
            path = (self._folder / name).resolve()
            inside = path.is_relative_to(self._folder) and path.is_file()
            self._seen[name] = Picture(QUrl.fromLocalFile(str(path)).toString(), ink_on(path)) if inside else Picture()
        return self._seen[name]


def ink_on(path: Path) -> str:
    """Light ink on a dark middle, dark ink otherwise; by relative luminance of the middle (WCAG 2)."""
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(SAMPLE, SAMPLE, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    if path.suffix == ".svg":
        painter = QPainter(image)
        QSvgRenderer(str(path)).render(painter, QRectF(0, 0, SAMPLE, SAMPLE))
        painter.end()
    else:
        image = QImage(str(path)).scaled(SAMPLE, SAMPLE)
    middle = image.pixelColor(SAMPLE // 2, SAMPLE // 2)
    luminance = 0.2126 * middle.redF() ** 2.2 + 0.7152 * middle.greenF() ** 2.2 + 0.0722 * middle.blueF() ** 2.2
    return LIGHT_INK if luminance < 0.18 else DARK_INK


class Icons(QQuickImageProvider):
    """Icons of one folder, drawn in ink in their files, here in the colour and size asked for: `image://icon/NAME/RRGGBB`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder
        self.names = frozenset(path.stem for path in folder.glob("*.svg"))

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N802, N803, A002 (Qt names)
        from PySide6.QtSvg import QSvgRenderer

        name, _, colour = id.partition("/")
        side = max(requestedSize.width(), requestedSize.height(), 1)
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        if name in self.names:
            drawing = (self._folder / f"{name}.svg").read_text(encoding="utf-8").replace(INK, f"#{colour}")
            painter = QPainter(image)
            QSvgRenderer(drawing.encode()).render(painter, QRectF(0, 0, side, side))
            painter.end()
        return image
