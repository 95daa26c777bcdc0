"""The record of deeds: in the transaction of the deed or not at all, and read page by page while more come in."""

import json
from datetime import timedelta

import pytest

from app.central.centre import Centre
from app.central.intake.holds import place_hold
from app.central.people.actors import CENTRE, on_the_command_line
from app.central.people.deeds import Deed, Subject, act, deeds, record
from app.central.people.keys import add_client, owner_of_key
from app.central.people.permissions import ALL, CHANNEL, CLIENT_ROLES, READING, ROLES
from app.central.people.signing_in import digest
from app.central.people.values import AuditRow
from tests.central.house import SITE, House, new_order

BOSS = on_the_command_line("mona")


def deed(action: str = "order.hold", subject: str = "o-1") -> Deed:
    return Deed(actor=BOSS, action=action, subject=Subject("order", subject), details={"why": "asked"})


def mine(house: House) -> list[AuditRow]:
    return [row for row in deeds(house.centre, 50) if row.actor_id == "cli:mona"]


def test_a_deed_and_its_row_are_stored_together(house: House) -> None:
    house.stock({"TEE-M": {"A-1": 5}})
    taken = house.take(new_order("#1", [("TEE-M", 1)]))
    told = house.centre.do(
        act,
        SITE,
        deed(subject=taken.order_id),
        lambda centre: place_hold(centre, SITE, taken.order_id, "wait", BOSS.label),
        lambda hold_id: {"hold": hold_id},
    )
    (row,) = mine(house)
    assert (row.site_id, row.done_at, row.action, row.subject_id) == (SITE, house.clock(), "order.hold", taken.order_id)
    assert json.loads(row.details) == {"why": "asked", "hold": told}


def test_what_fails_or_changes_nothing_leaves_no_row(house: House) -> None:
    def fails(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-lost")
        raise LookupError("no such thing")

    with pytest.raises(LookupError):
        house.centre.do(act, SITE, deed(), fails)
    assert house.centre.do(act, SITE, deed(), lambda centre: False, lambda done: None) is False
    assert mine(house) == []
    with house.centre.read(SITE) as work:
        assert "T-lost" not in work.goods.totes()


def test_a_deed_whose_row_can_not_be_stored_is_not_done(house: House) -> None:
    def tote(centre: Centre) -> None:
        with centre.begin(SITE) as work:
            work.goods.put_tote("T-lost")

    with pytest.raises(TypeError):
        house.centre.do(act, SITE, deed(), tote, lambda done: {"odd": object()})
    with house.centre.read(SITE) as work:
        assert "T-lost" not in work.goods.totes()


def test_pages_go_on_where_they_ended_though_more_was_done(house: House) -> None:
    def several(centre: Centre, first: int) -> None:
        with centre.begin(SITE) as work:
            for n in range(first, first + 3):
                record(work, BOSS, "order.note", Subject("order", f"o-{n}"))

    for first in (0, 3):
        house.centre.do(several, first)
        house.clock.move(timedelta(seconds=1))
    page = deeds(house.centre, 4, site=SITE, same={"action": "order.note"})
    house.centre.do(several, 6)
    rest = deeds(house.centre, 9, (page[-1].done_at, page[-1].audit_id), SITE, {"action": "order.note"})
    assert [row.subject_id for row in (*page, *rest)] == ["o-5", "o-4", "o-3", "o-2", "o-1", "o-0"]
    assert [row.subject_id for row in deeds(house.centre, 9, same={"subject_id": "o-7"})] == ["o-7"]


def test_a_key_is_good_until_it_ends_and_its_use_is_remembered(house: House) -> None:
    first = house.centre.do(add_client, BOSS, SITE, "bi", "read_only")
    second = house.centre.do(add_client, BOSS, SITE, "bi", "read_only", timedelta(hours=1))
    keys = [digest(one.key) for one in (first, second)]  # type: ignore[union-attr]
    assert [owner_of_key(house.centre, key) is not None for key in keys] == [True, True]
    house.clock.move(timedelta(hours=1))
    assert [owner_of_key(house.centre, key) is not None for key in keys] == [False, True]
    with house.centre.read() as work:
        used = work.keys.key(keys[1])
    assert used is not None
    assert used.used_at == house.clock.at
    assert owner_of_key(house.centre, digest("pb_nobody")) is None


def test_roles_widen_and_an_auditor_changes_nothing() -> None:
    assert ROLES["clerk"] < ROLES["supervisor"] < ROLES["manager"] == ALL
    assert {name for name in ROLES["auditor"] if not name.endswith(".read")} == set()
    assert CLIENT_ROLES["read_only"] == READING
    assert not CHANNEL & {"stock.adjust", "user.manage", "audit.read", "hold.release.payment"}
    assert CENTRE.may("user.manage")
