"""How a bench becomes a station: a one-time code made at the centre, answered with a key and an epoch."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.setting import UnknownSite
from app.central.people.users import NotDone
from app.central.storage.unit import Work
from app.central.values import StationRow
from app.central.work.crew import PERSON
from app.domain.names import LONGEST, name_wrong

ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""Twenty letters that can not spell words (RFC 8628, section 6.1)."""
CODE_LETTERS: Final = 8
CODE_LIFE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Enrolled:
    station: StationRow
    server_epoch: str


def give_code(centre: Centre, site: str, station: str) -> str | NotDone:
    """A code for a bench that enrols again, or a new one; none for a new name that is bad or mixed up with another.

    Raises UnknownSite.
    """
    with centre.begin(site) as work:
        known = {row.name for row in work.benches.stations()}
        if station not in known and (why := name_wrong(station) or _mixed_up(work, station, known)):
            return NotDone("name", why)
        return make_enrolment_code(centre, site, station)


def make_enrolment_code(centre: Centre, site: str, station: str, life: timedelta = CODE_LIFE) -> str:
    """A code like "WDJB-MJHT" that enrols bench `station`, whose name is good, once. Raises UnknownSite."""
    code = _code(centre)
    with centre.begin(site) as work:
        if work.goods.site_row() is None:
            raise UnknownSite(f"there is no site {site!r}")
        work.benches.add_code(_digest(code), station, work.now + life)
    return code


def enrol(centre: Centre, code: str, station: str) -> Enrolled | None:
    """Use a code up; None when it is unknown, used, expired or for another bench."""
    if len(station) > LONGEST or not station.isprintable():
        return None
    with centre.begin("") as work:
        site = work.benches.use_code(_digest(code), station)
        if site is None:
            return None
        row = work.benches.enrol(site, work.new_id(), station, centre.random_bytes(32))
        return Enrolled(row, work.benches.server_epoch())


def _mixed_up(work: Work, station: str, known: Collection[str]) -> str:
    """Whom work is given to is said by this name: it must not be a person's, nor a station's but for its case."""
    other = next((name for name in known if name.casefold() == station.casefold()), None)
    if other is not None:
        return f"there is a station {other} already: the two would be mixed up"
    worker = work.workers.get(station)
    if work.workers.role_of(station) or (worker is not None and worker.kind == PERSON):
        return f"{station} is a person here: work is given to people and stations by name"
    return ""


def _code(centre: Centre) -> str:
    letters = ""
    while len(letters) < CODE_LETTERS:
        letters += "".join(ALPHABET[byte % 20] for byte in centre.random_bytes(16) if byte < 240)
    return f"{letters[:4]}-{letters[4:CODE_LETTERS]}"


def _digest(code: str) -> str:
    return hashlib.sha256(code.replace("-", "").replace(" ", "").upper().encode()).hexdigest()


def server_epoch(centre: Centre) -> str:
    """The name of this database's history."""
    with centre.read() as work:
        return work.benches.server_epoch()
