"""Draws the icons, in ink (name.svg) and in white (name-white.svg): `python -m resources.makers.icons [FOLDER]`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

INK = "#14181C"
WHITE = "#FFFFFF"

_OCTAGON = "M16 4 L32 4 L44 16 L44 32 L32 44 L16 44 L4 32 L4 16 Z"
_TRIANGLE = "M24 5 L45 42 L3 42 Z"
_DIAMOND = "M24 3 L45 24 L24 45 L3 24 Z"
_CROSS = "M17 17 L31 31 M31 17 L17 31"
_BANG = "M24 18 L24 29 M24 35.6 L24 36"
_QUESTION = "M18.5 19.5 Q18.5 14 24 14 Q29.5 14 29.5 19 Q29.5 22.5 24 25.5 L24 28 M24 34.4 L24 34.8"
_BOX = "M6 15 L24 6 L42 15 L42 34 L24 43 L6 34 Z M6 15 L24 24 L42 15 M24 24 L24 43"
_TRAY = "M5 14 L43 14 L38 41 L10 41 Z"

STROKES = {
    "acknowledge": "M15 12 L5 22 L15 32 M5 22 L33 22 Q43 22 43 31 Q43 40 33 40 L26 40",
    "arrow": "M5 24 L42 24 M29 11 L42 24 L29 37",
    "back": "M19 11 L6 24 L19 37 M6 24 L42 24",
    "box": _BOX,
    "check": "M7 25 L19 37 L42 12",
    "clock": "M24 5 A19 19 0 1 1 23.9 5 M24 13 L24 24 L32 30",
    "close-carton": "M6 16 L42 16 L42 42 L6 42 Z M6 16 L11 6 L37 6 L42 16 M24 6 L24 28 M18 22 L24 28 L30 22",
    "damaged": "M6 14 L42 14 L42 42 L6 42 Z M24 14 L19 23 L28 29 L22 42 M12 6 L36 6",
    "devices": "M8 20 L40 20 Q44 20 44 24 L44 36 L36 36 M12 36 L4 36 L4 24 Q4 20 8 20 M12 20 L12 6 L36 6 L36 20 M12 29 L36 29 L36 43 L12 43 Z M37 25 L37 25.4",  # noqa: E501
    "dispatch": "M3 11 L28 11 L28 35 L19 35 M9 35 L3 35 L3 11 M28 18 L38 18 L45 26 L45 35 L42 35 M32 35 L28 35 M9 35 A5 5 0 1 0 19 35 A5 5 0 1 0 9 35 M32 35 A5 5 0 1 0 42 35 A5 5 0 1 0 32 35",  # noqa: E501
    "full-tote": _TRAY + " M9 14 L14 5 L22 7 L24 14 M24 14 L28 4 L38 7 L38 14 M16 28 L32 28",
    "hold": "M16 8 L16 40 M32 8 L32 40",
    "keypad": "M10 8 L14 8 M22 8 L26 8 M34 8 L38 8 M10 19 L14 19 M22 19 L26 19 M34 19 L38 19 M10 30 L14 30 M22 30 L26 30 M34 30 L38 30 M22 41 L26 41",  # noqa: E501
    "label": "M6 6 L42 6 L42 42 L6 42 Z M13 14 L35 14 M13 21 L27 21 M13 29 L13 35 M18 29 L18 35 M24 29 L24 35 M29 29 L29 35 M35 29 L35 35",  # noqa: E501
    "location": "M24 45 Q8 28 8 19 A16 16 0 0 1 40 19 Q40 28 24 45 M24 13 A6 6 0 1 1 23.9 13",
    "new-carton": "M6 16 L42 16 L42 42 L6 42 Z M6 16 L11 6 L37 6 L42 16 M24 22 L24 36 M17 29 L31 29",
    "open-carton": "M8 20 L40 20 L40 42 L8 42 Z M8 20 L2 10 L18 6 L24 16 L30 6 L46 10 L40 20",
    "park": "M8 6 L40 6 L40 42 L8 42 Z M19 34 L19 14 L26 14 A6 6 0 0 1 26 27 L19 27",
    "play": "M13 7 L40 24 L13 41 Z",
    "print": "M12 18 L12 5 L36 5 L36 18 M12 35 L5 35 L5 18 L43 18 L43 35 L36 35 M12 28 L36 28 L36 43 L12 43 Z",
    "problem": "M24 6 L24 29 M24 40.6 L24 41",
    "returns": "M6 22 L42 22 L42 43 L6 43 Z M16 3 L9 10 L16 17 M9 10 L30 10 Q36 10 36 16 L36 22 M19 31 L29 31",
    "scan": "M4 14 L4 5 L13 5 M35 5 L44 5 L44 14 M44 34 L44 43 L35 43 M13 43 L4 43 L4 34 M13 14 L13 34 M20 14 L20 34 M28 14 L28 34 M35 14 L35 34",  # noqa: E501
    "short-pick": "M24 5 A19 19 0 1 1 23.9 5 M11 37 L37 11",
    "sign-out": "M28 6 L8 6 L8 42 L28 42 M19 24 L44 24 M34 14 L44 24 L34 34",
    "skip": "M4 30 Q8 12 24 12 Q38 12 42 26 M44 13 L42 27 L29 23 M16 38 L32 38",
    "tote": _TRAY + " M5 14 L5 8 L43 8 L43 14 M18 26 L30 26",
    "undo": "M14 8 L5 17 L14 26 M5 17 L28 17 A12 12 0 0 1 28 41 L16 41",
    "void": "M6 6 L42 6 L42 42 L6 42 Z M15 15 L33 33 M33 15 L15 33",
    "wifi-off": "M4 18 Q24 0 44 18 M11 27 Q24 15 37 27 M18 35 Q24 30 30 35 M6 43 L42 5",
}
"""Line drawings on a square of 48."""

SHAPES = {
    "cross-octagon": (_OCTAGON, _CROSS),
    "diamond-question": (_DIAMOND, _QUESTION),
    "diamond": ("M24 7 L41 24 L24 41 L7 24 Z", ""),
    "tick-circle": ("M24 3 A21 21 0 1 1 23.9 3 Z", "M14 25 L21 32 L35 17"),
    "tick-pill": (
        "M15 9 L33 9 A15 15 0 0 1 33 39 L15 39 A15 15 0 0 1 15 9 Z",
        "M9 25 L15.5 31.5 L26 18 M25.5 30.5 L27 31.5 L39 18",
    ),
    "tote-cross": ("M3 8 L45 8 L45 17 L42 17 L38 43 L10 43 L6 17 L3 17 Z", "M17 20 L31 34 M31 20 L17 34"),
    "triangle-bang": (_TRIANGLE, _BANG),
}
"""Verdict shapes: filled, with the sign cut in the other colour."""


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else Path(__file__).parents[1] / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in icons().items():
        (folder / name).write_bytes(text.encode())


def icons() -> dict[str, str]:
    """Every icon by file name."""
    drawn: dict[str, str] = {}
    for ending, colour, other in (("", INK, WHITE), ("-white", WHITE, INK)):
        for name, strokes in STROKES.items():
            drawn[f"{name}{ending}.svg"] = _svg(_lines(strokes, colour, 3.6))
        for name, (outline, sign) in SHAPES.items():
            solid = f'<path d="{outline}" fill="{colour}"/>'
            drawn[f"{name}{ending}.svg"] = _svg(solid + (_lines(sign, other, 4.4) if sign else ""))
    return drawn


def _lines(path: str, colour: str, width: float) -> str:
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" {ends}/>'


def _svg(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">{content}</svg>\n'


if __name__ == "__main__":
    main(sys.argv[1:])
