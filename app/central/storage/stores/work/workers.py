"""Who works here with what skills, and why each automatic decision was made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.central.storage.schema.floor.benches import station
from app.central.storage.schema.floor.tasks import decision, worker
from app.central.storage.schema.warehouse.goods import packer
from app.central.storage.stores.store import Store, columns
from app.central.work.values import DecisionRow, WorkerRow

_W, _D = worker.c, decision.c


class Workers(Store):
    def put(self, row: WorkerRow) -> bool:
        """Make or change a worker; True when something changed."""
        values = {name: getattr(row, name) for name in row.__dataclass_fields__ if name != "worker_id"}
        return self.upsert(worker, {"site_id": self.site, "worker_id": row.worker_id}, values)

    def get(self, worker_id: str) -> WorkerRow | None:
        return self.one(columns(worker, WorkerRow).where(_W.site_id == self.site, _W.worker_id == worker_id), WorkerRow)

    def all_workers(self) -> tuple[WorkerRow, ...]:
        return self.all(columns(worker, WorkerRow).where(_W.site_id == self.site).order_by(_W.worker_id), WorkerRow)

    def signed_in(self) -> dict[str, str]:
        """Role of every packer who is signed in at a bench now."""
        here = select(station.c.packer_id).where(station.c.site_id == self.site, station.c.packer_id != "")
        found = select(packer.c.packer_id, packer.c.role).where(packer.c.site_id == self.site)
        return {row.packer_id: row.role for row in self.connection.execute(found.where(packer.c.packer_id.in_(here)))}

    def role_of(self, packer_id: str) -> str:
        """The role of a packer; "" when nobody has this id."""
        found = select(packer.c.role).where(packer.c.site_id == self.site, packer.c.packer_id == packer_id)
        return str(self.connection.execute(found).scalar() or "")

    def on_duty(self, worker_id: str, here: bool) -> None:
        mine = update(worker).where(_W.site_id == self.site, _W.worker_id == worker_id)
        self.connection.execute(mine.values(on_duty=int(here)))


class Decisions(Store):
    def keep(self, rows: Iterable[tuple[str, str, str, str, Mapping[str, Any], str]]) -> None:
        """Write decisions: (id, about, about id, rule, inputs, words)."""
        made = [
            {
                "decision_id": decision_id, "site_id": self.site, "about": about, "about_id": about_id,
                "decided_at": self.now, "rule": rule, "words": words,
                "inputs": json.dumps(inputs, separators=(",", ":"), sort_keys=True, default=str),
            }
            for decision_id, about, about_id, rule, inputs, words in rows
        ]  # fmt: skip
        if made:
            self.connection.execute(insert(decision), made)

    def about(self, about: str, about_id: str) -> tuple[DecisionRow, ...]:
        """Every decision about this thing that is still known, oldest first."""
        found = columns(decision, DecisionRow).where(_D.site_id == self.site, _D.about == about)
        return self.all(found.where(_D.about_id == about_id).order_by(_D.decided_at, _D.decision_id), DecisionRow)

    def forget(self, before: datetime, most: int) -> int:
        """Forget `most` decisions older than `before`; returns how many."""
        old = select(_D.decision_id).where(_D.site_id == self.site, _D.decided_at < before).limit(most)
        return int(self.connection.execute(delete(decision).where(_D.decision_id.in_(old))).rowcount)
