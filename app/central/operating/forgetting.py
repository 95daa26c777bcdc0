"""What the centre forgets in time: bodies of deliveries, texts of letters, old deeds, deletions and ended sessions.

What makes an order unique, that a delivery came, and which serial number left with whom is never forgotten: the same
once more must change nothing. Only benches need not keep a number that left long ago: the centre still knows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre

AT_ONCE: Final = 500
"""Rows of a kind in one transaction: nobody waits long behind it."""
SESSIONS: Final = timedelta(days=30)
"""After their end, for the page that shows them."""


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

    Deliveries that could not be read or applied stay whole until somebody settled them.
    """
    with centre.begin(site) as work:
        done = 0
        for days, verb in (
            (after.deliveries_days, work.forgotten.payloads),
            (after.letters_days, work.forgotten.letters),
            (after.audit_days, work.forgotten.deeds),
            (after.serials_days, work.feed.forget_numbers),
        ):
            done += verb(work.now - timedelta(days=days), AT_ONCE) if days else 0
        if not done:
            if after.deletions_days:
                work.feed.purge(work.now - timedelta(days=after.deletions_days))
            work.forgotten.link_secrets()
            work.users.forget_sessions(work.now - SESSIONS)
        return done
