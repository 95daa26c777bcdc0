"""Where the files that ship with the program lie: beside the checkout, or inside the installed package."""

from __future__ import annotations

import tomllib
from pathlib import Path

from app.station.view.wording.words import Words

PACKAGE = Path(__file__).resolve().parent.parent


def resources() -> Path:
    """The folder with labels, sounds, fonts, words and the demo warehouse. Raises FileNotFoundError naming it."""
    for folder in (PACKAGE / "resources", PACKAGE.parent / "resources"):
        if (folder / "words").is_dir():
            return folder
    raise FileNotFoundError(f"resources are missing: neither {PACKAGE / 'resources'} nor the checkout has them")


def words(language: str, part: str = "") -> Words:
    """All words of one language, its files merged, or those of one part of the program, `<language>-<part>.toml`.

    Raises FileNotFoundError for a language that is not shipped.
    """
    folder = resources() / "words"
    files = sorted(folder.glob(f"{language}-{part}.toml" if part else f"{language}*.toml"))
    if not files:
        raise FileNotFoundError(f"no words for language {language!r} in {folder}")
    table: dict[str, object] = {}
    for file in files:
        table |= tomllib.loads(file.read_text("utf-8"))
    return Words(table)
