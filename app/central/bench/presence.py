"""That a station is there and how it stands: it asks for news all the time, also when it has nothing to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.central.centre import Centre
from app.central.values import StationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a station says of itself: `waiting` commands, the oldest `oldest_s` seconds old; `devices` is JSON."""

    version: str
    waiting: int
    oldest_s: int
    devices: str


def heard_of(centre: Centre, station: StationRow, standing: Standing | None = None) -> None:
    """Keep that it asked just now, and what it said of itself if it said something."""
    said: dict[str, Any] = {}
    if standing is not None:
        said = {name: getattr(standing, name) for name in Standing.__dataclass_fields__}
    with centre.begin(station.site_id) as work:
        work.benches.change(station.station_id, seen_at=work.now, **said)
