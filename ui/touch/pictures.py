"""Finds product pictures and icons.

Qt's SVG library is loaded with the first picture, not before the first frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider

INK = "#14181C"


@dataclass(frozen=True, slots=True)
class Picture:
    """`url` for an Image, "" when there is no such file."""

    url: str = ""


FindPicture = Callable[[str], Picture]


class Pictures:
    """Product pictures (SVG or PNG) of one folder, each looked for once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._seen: dict[str, Picture] = {"": Picture()}

    def find(self, name: str) -> Picture:
        """A name that is missing or leaves the folder gives an empty picture."""
        if name not in self._seen:
            path = (self._folder / name).resolve()
            inside = path.is_relative_to(self._folder) and path.is_file()
            self._seen[name] = Picture(QUrl.fromLocalFile(str(path)).toString()) if inside else Picture()
        return self._seen[name]


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
