"""The colours of the product drawings and the few strokes they are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paint:
    """`fill` of the cloth, `line` around it, `fold` for seams and inner edges."""

    fill: str
    line: str
    fold: str


PAINTS = {
    "black": Paint("#24272C", "#0F1113", "#3E434A"),
    "white": Paint("#FBFAF6", "#9EA39B", "#C9CDC5"),
    "moss": Paint("#5F6F3C", "#434F29", "#4F5D31"),
    "sea": Paint("#5B9BB8", "#3A7089", "#4A869F"),
    "oat": Paint("#D3BB8F", "#9C8558", "#B59D70"),
    "rust": Paint("#BE5A36", "#873C21", "#A24A2A"),
    "navy": Paint("#2F4266", "#1B2842", "#45597F"),
    "grey": Paint("#A3AAAF", "#70777C", "#888F94"),
    "mustard": Paint("#E2AC33", "#A67A17", "#C69323"),
    "": Paint("#C98F5A", "#8C5E33", "#A97546"),
}
"""By colour name as in the catalogue; "" for the styles that come in one."""


def shape(path: str, fill: str, line: str, width: float = 3.5) -> str:
    """A closed outline, filled."""
    return f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="{width}" stroke-linejoin="round"/>'


def seam(path: str, line: str, width: float = 2.5) -> str:
    """An open line on the cloth."""
    round_ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" stroke="{line}" stroke-width="{width}" {round_ends}/>'
