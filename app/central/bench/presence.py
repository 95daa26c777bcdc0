"""That a station is there: it asks for news all the time, also when it has nothing to tell."""

from __future__ import annotations

from app.central.centre import Centre
from app.central.values import StationRow


def heard_of(centre: Centre, station: StationRow) -> None:
    """Keep that it asked just now."""
    with centre.begin(station.site_id) as work:
        work.benches.change(station.station_id, seen_at=work.now)
