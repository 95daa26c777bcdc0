"""Says at every site that a backup is overdue: an alert and a task, once; and ends both once there is a good one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.central.centre import Centre
from app.central.storage.unit import Work
from app.central.supply.alerting import Cause, keep_up

OVERDUE: Final = "backup_overdue"
"""The kind of the alert, and what its task is opened for."""
SUBJECT: Final = "backup"
BY_ITSELF: Final = "centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """One is due `every` so often; the last good one is of `since`, or, `ever` False, one is awaited since then."""

    since: datetime
    every: timedelta
    ever: bool

    @property
    def words(self) -> str:
        least = "The last good backup is of" if self.ever else "No good backup was made since"
        minutes = int(self.every.total_seconds()) // 60
        return f"{least} {self.since:%Y-%m-%d %H:%M} UTC, and one is due every {minutes} min."


def tell_backups(centre: Centre, overdue: Overdue | None) -> None:
    """Raise it at every site where it is not raised, or, None, end it where it is. Not a verb: one for each site.

    Raises StorageFault and Broken.
    """
    with centre.read() as work:
        sites = work.sites()
    for site in sites:
        centre.do(_tell, site, overdue)


def withdraw(centre: Centre) -> None:
    """No backups are made any more, so none is overdue. Raises StorageFault and Broken."""
    with centre.read() as work:
        sites = work.sites()
    for site in sites:
        with centre.read(site) as work:
            raised = work.supply.alerts.raised(OVERDUE)
        if raised:
            centre.do(_tell, site, None)


def _tell(centre: Centre, site: str, overdue: Overdue | None) -> None:
    with centre.begin(site) as work:
        if overdue is None:
            keep_up(work, OVERDUE, {})
            _close(work)
            return
        inputs = {"since": overdue.since, "ever": overdue.ever, "every_s": int(overdue.every.total_seconds())}
        keep_up(work, OVERDUE, {SUBJECT: Cause(words=overdue.words, inputs=inputs)})
        words = f"{overdue.words} See in the log why, and whether the folder has room."
        work.tasks.open(work.new_id(), OVERDUE, words, source=SUBJECT, once=True, created_by=BY_ITSELF)


def _close(work: Work) -> None:
    for task in work.tasks.open_of(cause=OVERDUE, source=SUBJECT):
        work.tasks.close(task.task_id, "there is a good backup again, or none is awaited", BY_ITSELF)
