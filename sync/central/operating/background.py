"""One step of background work at one site: once among all processes, measured, and its faults told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from app.central.centre import Centre
from app.central.storage.engines.faults import Broken, StorageFault
from sync.central.operating.telling.logs import tell
from sync.central.serving.desk import Desk

Step = Callable[[str], Awaitable[None]]
"""Works at one site. Whatever it raises, it is done again at its next time: StorageFault and Broken may well pass, and
a bug in one step is told aloud, but ends neither the other steps nor the taking of orders."""


async def at_every_site(desk: Desk, name: str, step: Step) -> None:
    """Do a step at every site whose background work is this process's."""
    try:
        sites = await desk.read(sites_of_mine)
    except Exception as fault:  # noqa: BLE001  nobody else would hear of it
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
    except Exception as fault:  # noqa: BLE001  nobody else would hear of it
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
    level = logging.WARNING if isinstance(fault, StorageFault | Broken) else logging.ERROR
    tell("background work met a fault", level, fault, step=name)
