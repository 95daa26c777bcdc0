"""Purchase proposals: one open one per SKU and supplier."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, update

from app.central.storage.schema.warehouse.supply import supply_proposal
from app.central.storage.stores.store import Store, bounded, columns
from app.central.supply.values import ProposalRow

_P = supply_proposal.c
_ROWS = columns(supply_proposal, ProposalRow)


class Proposals(Store):
    def insert(self, row: ProposalRow) -> None:
        values = {name: getattr(row, name) for name in ProposalRow.__dataclass_fields__}
        self.connection.execute(insert(supply_proposal), {**values, "site_id": self.site})

    def get(self, proposal_id: str) -> ProposalRow | None:
        return self.one(_ROWS.where(_P.site_id == self.site, _P.proposal_id == proposal_id), ProposalRow)

    def open_of(self, skus: Collection[str]) -> dict[str, list[ProposalRow]]:
        """Open proposals by SKU; of several suppliers when somebody changed the rule."""
        found = _ROWS.where(_P.site_id == self.site, _P.state == "open")
        rows: dict[str, list[ProposalRow]] = {}
        for some in bounded(skus):
            for row in self.all(found.where(_P.sku.in_(some)).order_by(_P.supplier), ProposalRow):
                rows.setdefault(row.sku, []).append(row)
        return rows

    def put_off(self, skus: Collection[str]) -> frozenset[tuple[str, str]]:
        """(sku, supplier) a person said no to for the time being."""
        found = _ROWS.where(_P.site_id == self.site, _P.state == "rejected", _P.not_before > self.now)
        parts = (self.all(found.where(_P.sku.in_(some)), ProposalRow) for some in bounded(skus))
        return frozenset((row.sku, row.supplier) for part in parts for row in part)

    def page(self, most: int, state: str = "open", supplier: str = "", after: str = "") -> tuple[ProposalRow, ...]:
        """In the order they were made, behind the id of the last one seen."""
        found = _ROWS.where(_P.site_id == self.site, _P.state == state)
        found = found.where(_P.supplier == supplier) if supplier else found
        found = found.where(_P.proposal_id > after) if after else found
        return self.all(found.order_by(_P.proposal_id).limit(most), ProposalRow)

    def change(self, proposal_id: str, states: Collection[str], **values: Any) -> bool:
        """Change a proposal that still is in one of `states`; False when somebody decided meanwhile."""
        mine = update(supply_proposal).where(_P.site_id == self.site, _P.proposal_id == proposal_id)
        return bool(self.connection.execute(mine.where(_P.state.in_(tuple(states))).values(**values)).rowcount)
