"""One step of background work at one site: once among all processes, measured, and its faults told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from app.central.centre import Centre
from app.central.storage.engine import Broken, StorageFault
from sync.central.operating.logs import tell
from sync.central.serving.desk import Desk

Step = Callable[[str], Awaitable[None]]
"""Works at one site; raises StorageFault and Broken, and then it is done again at its next time."""


async def at_every_site(desk: Desk, name: str, step: Step) -> None:
    """Do a step at every site whose background work is this process's."""
    try:
        sites = await desk.read(sites_of_mine)
    except StorageFault as fault:
        _failed(desk, name, 0.0, fault)
        return
    for site in sites:
        if not desk.closing:
            await measured(desk, name, step, site)


async def measured(desk: Desk, name: str, step: Step, site: str) -> bool:
    """True when it was done."""
    began = desk.monotonic()
    try:
        await step(site)
    except (StorageFault, Broken) as fault:
        _failed(desk, name, desk.monotonic() - began, fault)
        return False
    desk.meters.step(name, desk.monotonic() - began, failed=False)
    return True


def sites_of_mine(centre: Centre) -> tuple[str, ...]:
    """Sites whose background work is this process's turn."""
    with centre.read() as work:
        sites = work.sites()
    return tuple(site for site in sites if centre.my_turn(site))


def _failed(desk: Desk, name: str, seconds: float, fault: Exception) -> None:
    desk.meters.step(name, seconds, failed=True)
    tell("background work met a fault", logging.WARNING, fault, step=name)
