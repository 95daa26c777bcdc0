"""Leaves every simulated piece of paper in a folder, numbered."""

from __future__ import annotations

from pathlib import Path

from devices.simulators.picture import LabelPictures


class LabelFolder:
    """Writes 0001.zpl, 0002.zpl, ... and, with pictures, 0001.png beside them."""

    def __init__(self, folder: Path | None, pictures: LabelPictures | None = None) -> None:
        self._folder = folder
        self._pictures = pictures
        self.labels: list[bytes] = []
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def take(self, label: bytes) -> None:
        """Keep one label."""
        self.labels.append(label)
        if self._folder is None:
            return
        path = self._folder / f"{len(self.labels):04d}.zpl"
        path.write_bytes(label + b"\n")
        if self._pictures is not None:
            self._pictures.draw(path, path.with_suffix(".png"))
