"""A served centre in which every end point has something to find, and everybody who may ask has what they ask with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.central.bench.enrolment import make_enrolment_code
from app.central.centre import Centre
from app.central.channels.secrets import add_secret
from app.central.people.actors import CENTRE
from app.central.people.keys import ClientKey, add_client
from app.central.people.signing_in import COOKIE, Session, csrf_of, sign_in
from app.central.people.users import NewUser, add_user
from app.central.people.values import UserRow
from app.central.supply.buying.proposing import NotSupplied, approve_proposals
from app.central.supply.looking import look_now
from app.central.supply.seeing import list_proposals
from app.central.supply.setting import RuleLine, SupplierLine, import_rules, import_suppliers
from app.central.supply.values import RuleRow, SupplierRow
from app.central.work.values import TaskItem
from sync.central.serving.bounds.rates import Limits
from tests.central.house import SITE, House, new_order, open_house
from tests.sync_central.serving import serving
from tests.sync_central.wire import SpokenStation, Wire

SECRET = "hush-hush-1"
PASSWORD = "violet kettle 42"
MANY = 60_000_000
NO_LIMITS = Limits(channel=MANY, client=MANY, user=MANY, stranger=MANY, sign_in=MANY, fix=MANY)


@dataclass(frozen=True)
class OpenWorld:
    """Where the centre listens, and what each kind of asker proves themselves with."""

    wire: Wire
    channel_key: str
    office_key: str
    session: str
    csrf: str
    station: SpokenStation

    @property
    def environment(self) -> dict[str, str]:
        """What the hooks sign with."""
        return {
            **os.environ,
            "PACKBENCH_FUZZ_STATION": self.station.enrolled.station_id,
            "PACKBENCH_FUZZ_STATION_KEY": self.station.key.hex(),
            "PACKBENCH_FUZZ_SECRET": SECRET,
        }


@contextmanager
def open_world(data: Path, database: str = "") -> Iterator[OpenWorld]:
    """Serve a small shop with orders on hold and accepted, tasks, people, a program, a bench and a web shop."""
    house = open_house(data, database)
    made = _furnish(house)
    house.centre.close()
    with serving(data, database, house.key, limits=NO_LIMITS) as served:
        station = SpokenStation(served.wire, made["code"], "ST-1")
        session = made["session"]
        yield OpenWorld(served.wire, house.key, made["office"], session.token, csrf_of(session), station)


def cookie(session: str) -> str:
    return f"{COOKIE}={session}"


def _furnish(house: House) -> dict[str, Any]:
    house.stock({"TEE-M": {"A-1": 100_000}, "CAP": {"A-2": 0}})
    for number in range(3):
        house.take(new_order(f"#{number}", [("TEE-M", 1)]))
        house.take(new_order(f"!{number}", [("CAP", 1)]))
    centre = house.centre
    centre.do(_open_tasks)
    _propose(centre)
    centre.do(add_secret, CENTRE, "shop", SECRET)
    office = centre.do(add_client, CENTRE, SITE, "erp", "office")
    assert isinstance(office, ClientKey)
    boss = NewUser(login="bella", name="Bella", email="bella@example.com", role="manager", site=SITE)
    assert isinstance(centre.do(add_user, CENTRE, boss, PASSWORD), UserRow)
    session = sign_in(centre, "bella", PASSWORD)
    assert isinstance(session, Session)
    return {"office": office.key, "session": session, "code": centre.do(make_enrolment_code, SITE, "ST-1")}


def _propose(centre: Centre) -> None:
    """Every SKU is low and bought in packs of six; one was ordered, and the other is still to be decided."""
    centre.do(import_suppliers, SITE, "s.csv", [SupplierLine(2, SupplierRow(code="MILL", name="Mill"))])
    rules = [
        RuleLine(line, RuleRow(sku=sku, supplier="MILL", pack=6, min_units=200_000, max_units=400_000))
        for line, sku in enumerate(("TEE-M", "CAP"), 2)
    ]
    assert centre.do(import_rules, SITE, "r.csv", rules).bad == ()
    look_now(centre, SITE)
    one, _ = list_proposals(centre, SITE, 2)
    assert not isinstance(centre.do(approve_proposals, SITE, CENTRE, [one.proposal_id], {}), NotSupplied)


def _open_tasks(centre: Centre) -> None:
    with centre.begin(SITE) as work:
        for _ in range(40):
            work.tasks.open(work.new_id(), "recount", "count it again", items=[TaskItem("TEE-M", "A-1", 1)])
