"""Draws the products: `python -m resources.makers.drawings.write [FOLDER]`, one SVG for each style and colour."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from resources.makers.demo.products import variants
from resources.makers.drawings import goods, small, tops
from resources.makers.drawings.paint import PAINTS, Paint

_ROOMS = (tops, small, goods)


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[2] / "demo" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pictures().items():
        (folder / name).write_bytes(text.encode())


def pictures() -> dict[str, str]:
    """Every drawing by file name: SVG Tiny 1.2, no text, no background, on a square of 240."""
    return {
        variant.picture: svg(_drawing(variant.style.drawing)(PAINTS[variant.colour]))
        for variant in sorted(variants(), key=lambda variant: variant.picture)
    }


def svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240" width="240" height="240">{content}</svg>\n'


def _drawing(name: str) -> Callable[[Paint], str]:
    for room in _ROOMS:
        if hasattr(room, name):
            found: Callable[[Paint], str] = getattr(room, name)
            return found
    raise KeyError(f"no drawing named {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
