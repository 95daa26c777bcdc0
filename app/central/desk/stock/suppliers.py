"""Suppliers with how many SKUs are bought of each, and what the site says about its supply."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.centre import Centre
from app.central.supply.figures import settings_of
from app.central.supply.values import SupplierRow
from app.domain.stock.supply.supply_settings import SupplySettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppliers:
    """`rows` are (supplier, SKUs that name it), by code."""

    rows: tuple[tuple[SupplierRow, int], ...]
    settings: SupplySettings


def suppliers_of(centre: Centre, site: str) -> Suppliers:
    with centre.read(site) as work:
        bought = work.supply.buying.bought_of()
        known = work.supply.buying.suppliers()
        return Suppliers(
            rows=tuple((row, bought.get(code, 0)) for code, row in known.items()), settings=settings_of(work)
        )
