"""Files that were imported in the browser, and the rows of them that were not taken."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, insert, or_, update

from app.central.importing.values import FaultRow, ImportRow
from app.central.storage.schema.selling.desk import import_fault, import_run
from app.central.storage.stores.store import Store, columns

_R, _F = import_run.c, import_fault.c


class Imports(Store):
    def begin(self, row: ImportRow) -> None:
        self.connection.execute(insert(import_run), {**_dict(row), "site_id": self.site})

    def end(self, import_id: str, **values: Any) -> None:
        mine = update(import_run).where(_R.import_id == import_id)
        self.connection.execute(mine.values(ended_at=self.now, **values))

    def keep_faults(self, rows: Collection[FaultRow]) -> None:
        if rows:
            self.connection.execute(insert(import_fault), [{**_dict(row), "site_id": self.site} for row in rows])

    def get(self, import_id: str) -> ImportRow | None:
        here = columns(import_run, ImportRow).where(_R.site_id == self.site, _R.import_id == import_id)
        return self.one(here, ImportRow)

    def page(self, most: int, before: tuple[datetime, str] | None) -> tuple[ImportRow, ...]:
        """Newest first, behind `before` (time and id of the last row seen)."""
        found = columns(import_run, ImportRow).where(_R.site_id == self.site)
        if before is not None:
            at, last = before
            found = found.where(or_(_R.began_at < at, and_(_R.began_at == at, _R.import_id < last)))
        return self.all(found.order_by(_R.began_at.desc(), _R.import_id.desc()).limit(most), ImportRow)

    def faults(self, import_id: str, most: int, after: int = -1) -> tuple[FaultRow, ...]:
        found = columns(import_fault, FaultRow).where(_F.import_id == import_id, _F.position > after)
        rows: tuple[FaultRow, ...] = self.all(found.order_by(_F.position).limit(most), FaultRow)
        return rows


def _dict(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
