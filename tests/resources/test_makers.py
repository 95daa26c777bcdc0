"""The generators write the committed files again, byte for byte, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"
TEXT = (".csv", ".toml", ".md", ".svg", ".txt")


@pytest.mark.parametrize("seed", ["1", "2"])
@pytest.mark.parametrize(
    ("maker", "folder", "endings"),
    [
        ("demo.write", "demo", (".csv", ".toml", ".md")),
        ("drawings.write", "demo/pictures", (".svg",)),
        ("icons", "icons", (".svg",)),
        ("sounds", "sounds", (".wav",)),
    ],
)
def test_a_generator_writes_the_same_bytes(
    tmp_path: Path, maker: str, folder: str, endings: tuple[str, ...], seed: str
) -> None:
    command = [sys.executable, "-m", f"resources.makers.{maker}", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, timeout=60)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (RESOURCES / folder).iterdir() if path.suffix in endings}
    assert made
    assert made == kept


@pytest.mark.parametrize("folder", ["demo", "demo/pictures", "icons", "sounds", "fonts", "words"])
def test_every_text_file_is_utf8_without_a_mark_and_ends_its_last_line(folder: str) -> None:
    pages = [path for path in (RESOURCES / folder).iterdir() if path.suffix in TEXT]
    assert pages
    for path in pages:
        text = path.read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff"), path.name
        assert text.endswith("\n"), path.name
        assert "\r" not in text, path.name
