"""Recipes of kits: which SKUs are sold as others, and how many of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.storage.unit import Work
from app.central.warehouse.records import BadRow, Imported
from app.domain.stock.kits import Component, check_recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A row of a file: `quantity` units of `sku` in one `kit`."""

    line: int
    kit: str
    sku: str
    quantity: int


def import_kits(centre: Centre, site: str, file: str, parts: Sequence[Part]) -> Imported:
    """Make SKUs kits; all components of a kit in the file replace those it had. Orders taken before keep theirs."""
    with centre.begin(site) as work:
        site_row(work)
        known = work.goods.known({part.sku for part in parts} | {part.kit for part in parts})
        bad = list(_strangers(file, parts, known))
        recipes: dict[str, list[Part]] = {}
        for part in parts:
            recipes.setdefault(part.kit, []).append(part)
        strange = {part.kit for part in parts if any(row.line == part.line for row in bad)}
        changed = 0
        for kit, mine in recipes.items():
            if kit in strange:
                continue
            problem = _problem(work, kit, mine, frozenset(recipes))
            if problem:
                bad.append(BadRow(file, mine[0].line, "kit_sku", problem))
                continue
            changed += work.kits.put(kit, [Component(part.sku, part.quantity) for part in mine])
        return Imported(len(parts), changed, tuple(sorted(bad, key=lambda row: row.line)))


def _strangers(file: str, parts: Iterable[Part], known: frozenset[str]) -> Iterable[BadRow]:
    for part in parts:
        for column, sku in (("kit_sku", part.kit), ("component_sku", part.sku)):
            if sku not in known:
                yield BadRow(file, part.line, column, f"SKU {sku!r} is not in the catalogue")


def _problem(work: Work, kit: str, parts: Sequence[Part], in_file: frozenset[str]) -> str:
    made = [Component(part.sku, part.quantity) for part in parts]
    kits = work.kits.kits({part.sku for part in made}) | in_file
    problem = check_recipe(kit, made, kits, work.kits.parts([kit]))
    if problem:
        return problem
    if any(level.on_hand for level in work.stock.levels(kit)):
        return f"{kit} is in stock itself: scrap or adjust that to 0 first, a kit has only its components"
    return ""
