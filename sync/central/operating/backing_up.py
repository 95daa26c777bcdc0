"""Backs the centre up while it serves, in a thread of its own: once among all processes, and told when it fails.

Every process says in its log and figures when a backup is overdue; the one whose turn it is raises the alert.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.central.centre import Centre
from app.central.operating.keeping_backups import Kept, Thinning, kept, make_checked, thin
from app.central.operating.watching_backups import Overdue, tell_backups
from app.central.storage.backup.whole import BackupFailed
from app.central.storage.engines.faults import Broken, StorageFault
from sync.central.operating.telling.logs import tell
from sync.central.operating.telling.meters import Meters
from sync.looking import Lookout

LOOK_EVERY_S: Final = 5.0
AGAIN_AFTER: Final = timedelta(minutes=10)
"""After a failure; sooner when backups are made more often than that."""
EVERYWHERE: Final = ""
"""The turn for what concerns every site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Into which folder, how often, and what stays."""

    folder: Path
    every: timedelta
    thinning: Thinning


class BackupKeeper:
    """`start` begins, `close` ends and gives up a backup under way; what is half done never has a backup's name."""

    def __init__(
        self,
        centre: Centre,
        plan: Plan,
        meters: Meters,
        monotonic: Callable[[], float],
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._centre = centre
        self._plan = plan
        self._meters = meters
        self._monotonic = monotonic
        self._began_at = centre.now()
        self._newest: datetime | None = None
        self._not_before: datetime | None = None
        self._told_overdue = False
        self._alerted: bool | None = None
        self._lookout = Lookout("central-backup", self._look, look_every_s)
        meters.backups(self.age_s, self.overdue)

    def start(self) -> None:
        self._lookout.start()

    def close(self) -> None:
        self._lookout.close()

    def age_s(self) -> float:
        """Seconds since the last good backup; since the start when there is none."""
        return max(0.0, (self._centre.now() - (self._newest or self._began_at)).total_seconds())

    def overdue(self) -> bool:
        return self.age_s() > 2 * self._plan.every.total_seconds()

    def _look(self) -> None:
        now = self._centre.now()
        try:
            self._newest = next((one.made_at for one in kept(self._plan.folder) if one.made_at <= now), None)
        except OSError as fault:
            tell("the folder of backups can not be read", logging.ERROR, fault)
        due = self._newest is None or now - self._newest >= self._plan.every
        waits = self._not_before is not None and now < self._not_before
        mine = self._centre.my_turn(EVERYWHERE)
        if due and not waits and mine:
            self._make(now)
        self._tell_overdue()
        self._alert(mine)

    def _make(self, now: datetime) -> None:
        began = self._monotonic()
        try:
            made = make_checked(self._centre.database, self._plan.folder, now, self._lookout.closing)
            self._newest = made.made_at
            gone = thin(self._plan.folder, self._plan.thinning, now)
        except (BackupFailed, StorageFault, OSError) as fault:
            if not self._lookout.closing():
                self._not_before = now + min(AGAIN_AFTER, self._plan.every)
                self._meters.step("backup", self._monotonic() - began, failed=True)
                tell("no backup was made", logging.ERROR, fault)
            return
        seconds = self._monotonic() - began
        self._not_before = None
        self._meters.step("backup", seconds, failed=False)
        _told(made, seconds, len(gone))

    def _tell_overdue(self) -> None:
        """Once when it is crossed, once when it is over."""
        overdue = self.overdue()
        if overdue and not self._told_overdue:
            tell("the last good backup is older than it should be", logging.ERROR, age_s=round(self.age_s()))
        if self._told_overdue and not overdue:
            tell("there is a good backup again")
        self._told_overdue = overdue

    def _alert(self, mine: bool) -> None:
        """Raise or end the alert when it changes; who could not, or gets the turn from another, does it at a look.

        After a start nobody knows whether a backup is overdue until one was found: what is raised stays.
        """
        overdue = self.overdue()
        if not mine:
            self._alerted = None
        elif overdue != self._alerted and (overdue or self._newest is not None):
            since = self._newest or self._began_at
            cause = Overdue(since=since, every=self._plan.every, ever=self._newest is not None) if overdue else None
            with suppress(StorageFault, Broken):
                tell_backups(self._centre, cause)
                self._alerted = overdue


def _told(made: Kept, seconds: float, removed: int) -> None:
    tell("a backup was made and read", name=made.file.name, bytes=made.size, seconds=round(seconds, 1), removed=removed)
