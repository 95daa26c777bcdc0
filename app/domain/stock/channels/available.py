"""What of an order can go now when not everything is there: as many units as there are, and kits only whole. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.stock.promises import Want


@dataclass(frozen=True, slots=True)
class Part:
    """What a line wants; lines of one `kit` go together, `per_kit` units of this one in each."""

    want: Want
    kit: str = ""
    per_kit: int = 0


def available(parts: Iterable[Part], short: Mapping[str, int]) -> tuple[Want, ...]:
    """The wants cut down to what is free; `short` gives the free units of every SKU of which there is too little.

    Lines are served in their order; what is left of a kit when one of its parts runs out is left to the next line.
    """
    left = dict(short)
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part.kit or part.want.line_id, []).append(part)
    cut: list[Want] = []
    for group in groups.values():
        cut += _whole_kits(group, left) if group[0].kit else _units(group, left)
    return tuple(want for want in cut if want.quantity > 0)


def _units(group: Sequence[Part], left: dict[str, int]) -> list[Want]:
    return [replace(part.want, quantity=_take(left, part.want.sku, part.want.quantity)) for part in group]


def _whole_kits(group: Sequence[Part], left: dict[str, int]) -> list[Want]:
    kits = min(part.want.quantity // part.per_kit for part in group)
    while kits and not _fits(group, left, kits):
        kits -= 1
    return [replace(part.want, quantity=_take(left, part.want.sku, kits * part.per_kit)) for part in group]


def _fits(group: Sequence[Part], left: Mapping[str, int], kits: int) -> bool:
    needed: dict[str, int] = {}
    for part in group:
        needed[part.want.sku] = needed.get(part.want.sku, 0) + kits * part.per_kit
    return all(units <= left.get(sku, units) for sku, units in needed.items())


def _take(left: dict[str, int], sku: str, quantity: int) -> int:
    taken = max(0, min(quantity, left.get(sku, quantity)))
    if sku in left:
        left[sku] -= taken
    return taken
