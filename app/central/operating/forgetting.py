"""What the centre forgets in time: bodies of deliveries, letters, old deeds and decisions, and deletions.

What makes an order unique, that a delivery came, and which serial number left with whom is never forgotten: the same
once more must change nothing. Only benches need not keep a number that left long ago: the centre still knows it.
Sessions that ran out go when somebody signs in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.setting import site_row, work_settings

AT_ONCE: Final = 500
"""Rows of a kind in one transaction: nobody waits long behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """Days after which something is forgotten; 0 for never."""

    deliveries_days: int = 30
    letters_days: int = 90
    audit_days: int = 1095
    deletions_days: int = 90
    serials_days: int = 90


def forget(centre: Centre, site: str, after: Forgetting) -> int:
    """Forget a part of what is too old at a site; how many rows that were: as long as it is not 0, there is more.

    Deliveries that could not be read or applied stay whole until somebody settled them. Why something was decided is
    known for as long as the site says (`keep_days` of its work). Ended in the middle, the rest is forgotten next time.
    """
    with centre.begin(site) as work:
        done = 0
        for days, verb in (
            (after.deliveries_days, work.forgotten.payloads),
            (after.letters_days, work.forgotten.letters),
            (after.audit_days, work.forgotten.deeds),
            (after.serials_days, work.feed.forget_numbers),
            (after.deletions_days, work.feed.purge),
            (work_settings(site_row(work)).keep_days, work.decisions.forget),
        ):
            done += verb(work.now - timedelta(days=days), AT_ONCE) if days else 0
        if not done:
            work.forgotten.link_secrets()
        return done
