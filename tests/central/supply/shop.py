"""A shop that buys what it sells: one product with a supplier, sold day by day through the real ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from app.central.people.actors import Actor
from app.central.people.permissions import ROLES
from app.central.storage.unit import Work
from app.central.supply.looking import look_now
from app.central.supply.seeing import list_alerts, list_proposals
from app.central.supply.setting import RuleLine, SupplierLine, import_rules, import_suppliers
from app.central.supply.values import AlertRow, ProposalRow, RuleRow, SupplierRow
from app.central.work.release import sweep
from tests.central.house import SITE, House, new_order
from tests.central.packing_day import blocks_of, claim, packing, picking

MANAGER = Actor(kind="user", id="u-1", name="mira", permissions=ROLES["manager"])
MILL = SupplierRow(code="MILL", name="The Mill", lead_days=10, review_days=7)


class Shop:
    """Sells and buys; every number of orders is one reference more."""

    def __init__(self, house: House, stock: dict[str, dict[str, int]], **rule: Any) -> None:
        self.house = house
        self.sold = 0
        self.bench = house.bench()
        house.stock(stock)
        house.centre.do(import_suppliers, SITE, "suppliers.csv", [SupplierLine(2, MILL)])
        rules = [RuleLine(n, RuleRow(sku=sku, supplier="MILL", **rule)) for n, sku in enumerate(stock, start=2)]
        assert house.centre.do(import_rules, SITE, "rules.csv", rules).bad == ()

    def order(self, units: int, sku: str = "TEE", **changes: object) -> str:
        """The reference of a paid order of so many units."""
        self.sold += 1
        reference = f"#{self.sold}"
        self.house.take(new_order(reference, [(sku, units)], placed_at=self.house.clock(), **changes))
        return reference

    def sell(self, units: int, sku: str = "TEE") -> None:
        """An order that is picked, packed and leaves at once."""
        self.order(units, sku)
        self.house.centre.do(sweep, SITE)
        work = claim(self.bench)
        block = max(blocks_of(self.bench), key=lambda block: block.first)
        verdicts = self.bench.tell(*picking(work), *packing(work, block))
        assert {row.verdict for row in verdicts} == {"applied"}, verdicts

    def days(self, daily: Sequence[int], sku: str = "TEE") -> None:
        """A day for each number, with so many units sold on it."""
        for units in daily:
            if units:
                self.sell(units, sku)
            self.house.clock.move(timedelta(days=1))

    def look(self) -> None:
        look_now(self.house.centre, SITE)

    def proposals(self, state: str = "open") -> tuple[ProposalRow, ...]:
        return list_proposals(self.house.centre, SITE, 50, state)

    def alerts(self, state: str = "raised") -> list[tuple[str, str]]:
        """(kind, subject), oldest first."""
        rows: Sequence[AlertRow] = list_alerts(self.house.centre, SITE, 50, state)
        return [(row.kind, row.subject) for row in reversed(rows)]

    def do(self, deed: Callable[[Work], Any]) -> Any:
        """Something in a transaction of its own."""

        def verb(centre: object) -> Any:
            with self.house.centre.begin(SITE) as work:
                return deed(work)

        return self.house.centre.do(verb)
