"""Kits: sold as one line, allocated, picked and packed as their components. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """`quantity` units of `sku` in one kit."""

    sku: str
    quantity: int


Recipes = Mapping[str, tuple[Component, ...]]
"""Components of each kit SKU."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Counters of one component line of a kit line, in units of the component; `per_kit` of them make one kit."""

    per_kit: int
    units: int


def whole_kits(components: Iterable[Progress]) -> int:
    """Kits that are complete: the component that got least far decides."""
    return min((part.units // part.per_kit for part in components), default=0)


def check_recipe(kit: str, parts: Collection[Component], kits: Collection[str], parts_of_kits: Collection[str]) -> str:
    """What is wrong with a recipe in words, "" when nothing: a kit never holds a kit, nor is it part of one."""
    if not parts:
        return f"{kit} has no components"
    if kit in parts_of_kits:
        return f"{kit} is a component of another kit: a kit can not be made of kits"
    inner = sorted(part.sku for part in parts if part.sku in kits or part.sku == kit)
    return f"{kit} holds {', '.join(inner)}, which is a kit itself: name its components instead" if inner else ""
