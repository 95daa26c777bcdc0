"""Code 128, code set B: printable ASCII to bar and space widths. Source: ISO/IEC 15417, tables 1 and 2."""

from __future__ import annotations

from typing import Final

QUIET: Final = 10
"""Modules of white that must stay free on each side."""

_START_B: Final = 104
_STOP: Final = "2331112"
_WIDTHS: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222"
    "123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321"
    "232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121"
    "313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224"
    "111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113"
    "114311411113411311113141114131311141411131211412211214211232"
)
"""Bar, space, bar, space, bar, space of symbol values 0 to 105: six digits, eleven modules each."""


def encode(text: str) -> tuple[int, ...]:
    """Widths in modules, a bar first, then space and bar in turn; start, check and stop included, quiet zones not.

    Raises ValueError unless `text` is one or more characters from space to tilde.
    """
    if not text or not all(" " <= character <= "~" for character in text):
        raise ValueError(f"code: {text!r} is not printable ASCII")
    values = [ord(character) - 32 for character in text]
    check = (_START_B + sum(place * value for place, value in enumerate(values, 1))) % 103
    symbols = "".join(_WIDTHS[6 * value : 6 * value + 6] for value in (_START_B, *values, check))
    return tuple(map(int, symbols + _STOP))


def modules(text: str) -> int:
    """Width of the symbol in modules with both quiet zones."""
    return sum(encode(text)) + 2 * QUIET


def svg(text: str, module_mm: float, height_mm: float) -> str:
    """A self-contained <svg> of the symbol with its quiet zones: one path, filled black on white."""
    path, at = [], QUIET
    for place, width in enumerate(encode(text)):
        if place % 2 == 0:
            path.append(f"M{at} 0h{width}v1h-{width}z")
        at += width
    total = at + QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{total * module_mm:.2f}mm" height="{height_mm:.2f}mm" '
        f'viewBox="0 0 {total} 1" preserveAspectRatio="none" shape-rendering="crispEdges">'
        f'<rect width="{total}" height="1" fill="#fff"/><path d="{"".join(path)}" fill="#000"/></svg>'
    )
