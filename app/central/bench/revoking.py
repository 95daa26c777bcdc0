"""Taking a bench out of service: it is not heard any more, and what it held goes back into the queue."""

from __future__ import annotations

from dataclasses import dataclass

from app.central.centre import Centre
from app.central.people.actors import Actor
from app.central.people.deeds import Subject, record
from app.central.people.users import NotDone
from app.central.values import StationRow
from app.central.work.taking_back import TakenBack, take_back


@dataclass(frozen=True, slots=True)
class Revoked:
    """`lists` were taken back, each with what it leaves for people to do."""

    station: str
    lists: tuple[TakenBack, ...]


def revoke_station(centre: Centre, actor: Actor, site: str, name: str, why: str) -> Revoked | NotDone:
    """Refuse everything a bench sends from now on, and take its lists back. A new enrolment makes it good again."""
    with centre.begin(site) as work:
        station = next((row for row in work.benches.stations() if row.name == name), None)
        if station is None:
            return NotDone("station", f"there is no station {name!r} at {site}")
        if station.revoked_at is not None:
            return NotDone("station", f"{name} was revoked before")
        work.benches.change(station.station_id, revoked_at=work.now)
        held = work.lists.held_by(station.station_id)
        back = [take_back(centre, site, row.number, f"{name} was revoked: {why}") for row in held]
        lists = tuple(one for one in back if isinstance(one, TakenBack))
        numbers = [one.number for one in lists]
        subject = Subject("station", station.station_id)
        record(work, actor, "station.revoke", subject, {"name": name, "why": why, "lists": numbers})
        return Revoked(name, lists)


def stations(centre: Centre, site: str) -> tuple[StationRow, ...]:
    """Every bench of a site, by name."""
    with centre.read(site) as work:
        return work.benches.stations()
