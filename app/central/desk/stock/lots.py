"""The lots of which units lie here, the first to expire first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.desk.stock.values import LotSeen

LOTS_MOST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LotList:
    """`more`: there are further lots than are shown."""

    rows: tuple[LotSeen, ...]
    more: bool


def lot_list(centre: Centre, site: str, typed: str) -> LotList:
    """Those whose SKU or code begins as typed; all for ""."""
    with centre.read(site) as work:
        found = work.desk.tracing.first_to_expire(typed, LOTS_MOST + 1)
        return LotList(rows=found[:LOTS_MOST], more=len(found) > LOTS_MOST)
