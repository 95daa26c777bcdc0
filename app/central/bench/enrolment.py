"""How a bench becomes a station: a one-time code made at the centre, answered with a key and an epoch."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.setting import UnknownSite
from app.central.values import StationRow

ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"
"""Twenty letters that can not spell words (RFC 8628, section 6.1)."""
CODE_LETTERS: Final = 8
CODE_LIFE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Enrolled:
    station: StationRow
    server_epoch: str


def make_enrolment_code(centre: Centre, site: str, station: str, life: timedelta = CODE_LIFE) -> str:
    """A code like "WDJB-MJHT" that enrols bench `station` at `site` once, for ten minutes. Raises UnknownSite."""
    code = _code(centre)
    with centre.begin(site) as work:
        if work.goods.site_row() is None:
            raise UnknownSite(f"there is no site {site!r}")
        work.benches.add_code(_digest(code), station, work.now + life)
    return code


def enrol(centre: Centre, code: str, station: str) -> Enrolled | None:
    """Use a code up; None when it is unknown, used, expired or for another bench."""
    with centre.begin("") as work:
        site = work.benches.use_code(_digest(code), station)
        if site is None:
            return None
        row = work.benches.enrol(site, work.new_id(), station, centre.random_bytes(32))
        return Enrolled(row, work.benches.server_epoch())


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
