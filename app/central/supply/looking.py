"""The look at a whole site, some SKUs at a time: demand of days that are over, alerts, proposals.

Each step is one short transaction that begins where the last one ended, whichever process made it, and says whether
there is more to do now. A pass over every SKU begins when the last one is `look_minutes` old.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from app.central.centre import Centre
from app.central.storage.unit import Work
from app.central.supply.alerting import watch_dates, watch_stock
from app.central.supply.buying.proposing import propose
from app.central.supply.demand import KEPT_DAYS, fill_demand
from app.central.supply.figures import figures, settings_of
from app.domain.stock.supply.supply_settings import SupplySettings

AT_ONCE: Final = 50
"""SKUs of one step: some ten milliseconds of the thread that writes."""


def look(centre: Centre, site: str) -> bool:
    """One step; True when there is more to do at once."""
    with centre.begin(site) as work:
        settings = settings_of(work)
        if fill_demand(work, settings):
            return True
        state = work.supply.demand.state()
        if not state.looking:
            return _begin(work, settings)
        skus = work.supply.buying.skus(state.looked_to, AT_ONCE)
        look_at(work, skus)
        work.supply.demand.forget(skus, work.now.date() - timedelta(days=KEPT_DAYS))
        if len(skus) < AT_ONCE:
            watch_dates(work, settings)
            work.supply.demand.change_state(looking=0, looked_to="")
            return False
        work.supply.demand.change_state(looked_to=skus[-1])
        return True


def look_due(centre: Centre, site: str) -> bool:
    """Whether a step would do something; a read only, so that looking costs nothing while nothing is due."""
    with centre.read(site) as work:
        state, settings = work.supply.demand.state(), settings_of(work)
        return bool(state.looking) or state.began_at is None or work.now >= _next(state.began_at, settings)


def look_at(work: Work, skus: Collection[str]) -> None:
    """Alerts and proposals of these SKUs as they are now; kits have none."""
    if skus:
        found = figures(work, skus).values()
        watch_stock(work, found, settings_of(work))
        propose(work, found)


def look_now(centre: Centre, site: str) -> None:
    """A whole pass, from the beginning, step by step."""

    def restart(centre: Centre) -> None:
        with centre.begin(site) as work:
            work.supply.demand.change_state(looking=1, looked_to="", began_at=work.now)

    centre.do(restart)
    while centre.do(look, site):
        pass


def _begin(work: Work, settings: SupplySettings) -> bool:
    began = work.supply.demand.state().began_at
    if began is not None and work.now < _next(began, settings):
        return False
    work.supply.demand.change_state(looking=1, looked_to="", began_at=work.now)
    return True


def _next(began: datetime, settings: SupplySettings) -> datetime:
    return began + timedelta(minutes=settings.look_minutes)
