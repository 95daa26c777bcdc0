"""The look at supply between requests: a few short steps at a time, so that nothing else has to wait for it."""

from __future__ import annotations

from typing import Final

from app.central.centre import Centre
from app.central.storage.engine import StorageFault
from app.central.supply.looking import look, look_due
from app.central.supply.refilling import any_faces, refill
from sync.central.serving.desk import Desk

STEPS_MOST: Final = 10


async def look_at_supply(desk: Desk) -> bool:
    """Some steps at every site; True when there is more to do now. A fault of the disk is met again at the next look.

    Several processes may look at one site: each step goes on where the last one ended, whoever made it.
    """
    more = False
    try:
        for site in await desk.read(_sites):
            after = ""
            while await desk.read(any_faces, site) and not desk.closing:
                after = await desk.write(refill, site, after)
                if not after:
                    break
            steps = STEPS_MOST
            while steps and not desk.closing and await desk.read(look_due, site) and await desk.write(look, site):
                steps -= 1
            more = more or not steps
    except StorageFault:
        return False
    return more


def _sites(centre: Centre) -> tuple[str, ...]:
    with centre.read() as work:
        return work.sites()
