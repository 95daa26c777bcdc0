"""The look at supply between requests: some short steps at a time, so that nothing else has to wait for it long."""

from __future__ import annotations

from typing import Final

from app.central.supply.faces.refilling import any_faces, refill
from app.central.supply.looking import look, look_due
from sync.central.serving.desk import Desk

STEPS_MOST: Final = 50
"""Steps of some ten milliseconds each; the next look goes on where this one ended."""


async def look_at_supply(desk: Desk, site: str) -> None:
    """Faces that run low, and some steps of the pass over every SKU. Raises StorageFault and Broken."""
    faces = await desk.read(any_faces, site)
    after = ""
    while faces and not desk.closing:
        after = await desk.write(refill, site, after)
        faces = bool(after)
    for _ in range(STEPS_MOST):
        if desk.closing or not await desk.read(look_due, site):
            return
        await desk.write(look, site)
