"""The record of deeds: appended to and read, nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, union_all

from app.central.people.values import AuditRow
from app.central.storage.schema.people import audit_row
from app.central.storage.stores.store import Store, columns

_A = audit_row.c


class Deeds(Store):
    def append(self, row: AuditRow) -> None:
        self.connection.execute(insert(audit_row), {name: getattr(row, name) for name in row.__dataclass_fields__})

    def page(
        self,
        most: int,
        before: tuple[datetime, str] | None,
        sites: tuple[str, ...] | None,
        since: datetime | None = None,
        **same: str,
    ) -> tuple[AuditRow, ...]:
        """Newest first, behind `before` (time and id of the last row seen); `same` are columns and what they hold.

        Few deeds are about one thing: they are sorted whole, rather than all the site's looked through.
        """
        found = columns(audit_row, AuditRow)
        if before is not None:
            at, last = before
            found = found.where(_A.done_at <= at, or_(_A.done_at < at, _A.audit_id < last))
        if since is not None:
            found = found.where(_A.done_at >= since)
        for name, value in same.items():
            found = found.where(_A[name] == value)
        if "subject_id" in same:
            here = found if sites is None else found.where(func.coalesce(_A.site_id, "").in_(("", *sites)))
            done = func.coalesce(_A.done_at, _A.done_at)
            return self.all(here.order_by(done.desc(), _A.audit_id.desc()).limit(most), AuditRow)
        if sites is None:
            return self.all(_newest(found, _A, most), AuditRow)
        parts = [found.where(_A.site_id == site) for site in sites] + [found.where(_A.site_id.is_(None))]
        each = union_all(*(select(_newest(part, _A, most).subquery()) for part in parts)).subquery()
        return self.all(_newest(select(each), each.c, most), AuditRow)


def _newest(found: Select[Any], c: Any, most: int) -> Select[Any]:
    return found.order_by(c.done_at.desc(), c.audit_id.desc()).limit(most)
