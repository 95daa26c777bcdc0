"""What one person says at a time about supply: a supplier, how a SKU is bought; with a record of who said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from app.central.centre import Centre
from app.central.intake.setting import site_row
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.storage.unit import Work
from app.central.supply.buying.proposing import NotSupplied
from app.central.supply.looking import look_at
from app.central.supply.setting import tidy_supplier
from app.central.supply.values import RuleRow, SupplierRow

CODE_LONGEST: Final = 40
DAYS_MOST: Final = 400
UNITS_MOST: Final = 10_000_000
_SUPPLIER: Final = {"lead_days": (0, DAYS_MOST), "lead_sigma_days": (0, DAYS_MOST), "review_days": (0, DAYS_MOST)}
_RULE: Final = {
    "pack": (1, UNITS_MOST),
    "moq": (1, UNITS_MOST),
    "lead_days": (0, DAYS_MOST),
    "review_days": (0, DAYS_MOST),
    "service_permille": (500, 999),
    "min_units": (0, UNITS_MOST),
    "max_units": (0, UNITS_MOST),
}
"""Least and most of each number; one that is None is not said."""


def list_suppliers(centre: Centre, site: str, most: int, after: str = "") -> tuple[SupplierRow, ...]:
    """Suppliers behind this code, in order."""
    with centre.read(site) as work:
        return tuple(row for code, row in work.supply.buying.suppliers().items() if code > after)[:most]


def list_rules(centre: Centre, site: str, most: int, after: str = "", supplier: str = "") -> tuple[RuleRow, ...]:
    """How SKUs behind this one are bought, in order; of one supplier, or ("") of all."""
    with centre.read(site) as work:
        return work.supply.buying.rules_behind(after, most, supplier)


def see_rule(centre: Centre, site: str, sku: str) -> RuleRow | None:
    """How a SKU is bought; None while nobody said so."""
    with centre.read(site) as work:
        return work.supply.buying.rules([sku]).get(sku)


def say_supplier(centre: Centre, site: str, actor: Actor, row: SupplierRow) -> SupplierRow | NotSupplied:
    """Make or change a supplier: all of it is as it is said here."""
    wrong = _out_of(asdict(row), _SUPPLIER)
    if wrong is None and not 0 < len(row.code) <= CODE_LONGEST:
        wrong = NotSupplied("field", "code", f"a supplier's code has 1 to {CODE_LONGEST} characters")
    if wrong is None and not row.name:
        wrong = NotSupplied("field", "name", "a supplier has a name")
    row, unwritable = tidy_supplier(row)
    if wrong is None and unwritable:
        wrong = NotSupplied("field", "email", unwritable)
    if wrong is not None:
        return wrong
    with centre.begin(site) as work:
        site_row(work)
        if work.supply.buying.put_supplier(row):
            record(work, actor, "supply.supplier", Subject("supplier", row.code), _said(row))
        return row


def say_rule(centre: Centre, site: str, actor: Actor, row: RuleRow) -> RuleRow | NotSupplied:
    """Say how a SKU is bought: all of it is as it is said here; figures and proposals follow at once."""
    wrong = _out_of(asdict(row), _RULE)
    if not row.sku:
        return NotSupplied("field", "sku", "name the SKU")
    if wrong is None and row.min_units is not None and row.max_units is not None and row.max_units < row.min_units:
        wrong = NotSupplied("field", "max_units", f"{row.max_units} is less than the minimum, {row.min_units}")
    if wrong is not None:
        return wrong
    with centre.begin(site) as work:
        strange = _strange(work, row)
        if strange is not None:
            return strange
        if work.supply.buying.put_rule(row):
            record(work, actor, "supply.rule", Subject("sku", row.sku), _said(row))
            look_at(work, (row.sku,))
        return row


def forget_rule(centre: Centre, site: str, actor: Actor, sku: str) -> bool:
    """The SKU is bought as usual again; False when nobody had said otherwise."""
    with centre.begin(site) as work:
        gone = work.supply.buying.drop_rule(sku)
        if gone:
            record(work, actor, "supply.rule", Subject("sku", sku), {"rule": None})
            look_at(work, (sku,))
        return gone


def _strange(work: Work, row: RuleRow) -> NotSupplied | None:
    known = work.goods.catalogue({row.sku})
    if row.sku not in known:
        return NotSupplied("unknown", "sku", f"SKU {row.sku!r} is not in the catalogue")
    if known[row.sku]:
        return NotSupplied("field", "sku", f"{row.sku} is a kit: its components are bought")
    if row.supplier and row.supplier not in work.supply.buying.suppliers():
        return NotSupplied("field", "supplier", f"supplier {row.supplier!r} is not known: say who it is first")
    return None


def _out_of(said: Mapping[str, Any], ranges: Mapping[str, tuple[int, int]]) -> NotSupplied | None:
    for name, (least, most) in ranges.items():
        value = said[name]
        if value is not None and not least <= value <= most:
            return NotSupplied("field", name, f"{value}: {least} to {most}")
    return None


def _said(row: SupplierRow | RuleRow) -> dict[str, Any]:
    return {name: value for name, value in asdict(row).items() if value not in (None, "")}
