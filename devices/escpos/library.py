"""The one place that imports python-escpos, with our own small printer profile and without its side effects.

On import the library reads a 35-printer database, pickles it into a temporary folder and configures logging: it is
pointed at one profile of ours, at a folder that is removed at once, and the root logger is put back.
"""

from __future__ import annotations

import importlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Any, Protocol

from PIL import Image


class Receipt(Protocol):
    """The part of the library that makes bytes."""

    output: bytes

    def charcode(self, code: str) -> None: ...
    def set(self, **style: Any) -> None: ...
    def textln(self, txt: str = "") -> None: ...
    def image(self, img_source: Image.Image, impl: str = ..., fragment_height: int = ...) -> None: ...
    def ln(self, count: int = 1) -> None: ...
    def cut(self, mode: str = ..., feed: bool = ...) -> None: ...
    def hw(self, hw: str) -> None: ...
    def code_128(self, text: str, height: int) -> None: ...


def new_receipt(profile: Path) -> Receipt:
    """An empty receipt for the printer described in the JSON file `profile`, which the process reads once."""
    dummy = _load(profile)

    class Code128Receipt(dummy):  # type: ignore[misc, valid-type]
        """Adds a barcode without the library's words on standard output."""

        def code_128(self, text: str, height: int) -> None:
            """Subset B; `{` is doubled because it begins a command inside the data."""
            self._hw_barcode("{B" + text.replace("{", "{{"), "CODE128", height, 2, "BELOW", "A", True, "B", check=False)

    receipt: Receipt = Code128Receipt()
    return receipt


def _load(profile: Path) -> type[Any]:
    root = logging.getLogger()
    handlers = list(root.handlers)
    with tempfile.TemporaryDirectory(prefix="packbench-") as folder:
        kept = {name: os.environ.get(name) for name in ("ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR")}
        os.environ["ESCPOS_CAPABILITIES_FILE"] = str(profile)
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
        made, tempfile.tempdir = tempfile.tempdir, folder
        try:
            dummy: type[Any] = importlib.import_module("escpos.printer").Dummy
        finally:
            tempfile.tempdir = made
            for name, value in kept.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    for handler in [handler for handler in root.handlers if handler not in handlers]:
        root.removeHandler(handler)
    return dummy
