"""Notes about orders: rows of the record that colleagues read, written once however often their form is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Deed, Subject, act

ACTION: Final = "order.note"
SOON: Final = timedelta(minutes=10)
"""The same words of the same person again so soon are the same form sent twice; later they are said again."""


def note(centre: Centre, site: str, order_id: str, words: str, who: Actor) -> bool:
    """Write a note about an order down; False when this person just did, in the same words."""
    deed = Deed(actor=who, action=ACTION, subject=Subject("order", order_id), details={"note": words})
    return act(
        centre,
        site,
        deed,
        lambda centre: not _just_said(centre, site, deed),
        lambda new: {} if new else None,
    )


def _just_said(centre: Centre, site: str, deed: Deed) -> bool:
    with centre.begin(site) as work:
        work.payments.lock(deed.subject.id)
        same = {"subject_kind": "order", "subject_id": deed.subject.id, "action": ACTION, "actor_id": deed.actor.id}
        rows = work.deeds.page(20, None, (site,), work.now - SOON, **same)
        return any(msgspec.json.decode(row.details) == deed.details for row in rows)
