"""`packbench central secret rotate` beside a running centre: what becomes of the links customers have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.central.details.questions.asking import link_for_desk
from app.central.people.deeds import deeds
from sync.central import command_line
from tests.central.details.asked import POSTCODE, STREET, held, token
from tests.central.house import SITE, Clock, House, Ids, open_again, open_house
from tests.sync_central.commanded import central
from tests.sync_central.serving import serving
from tests.sync_central.wire import Answer, Wire
from ui.web.pages import page_routes


class Customers:
    """A running centre with two orders on hold, each with its customer's link, and the command line beside it."""

    def __init__(self, house: House, wire: Wire, clock: Clock, links: dict[str, str], orders: dict[str, str]) -> None:
        self.house, self.wire, self.clock, self.links, self.orders = house, wire, clock, links, orders
        self._ids = Ids("rot")

    def rotate(self, *words: str) -> int:
        world = command_line.World(self.clock, self._ids, os.urandom, lambda: page_routes, os_user="mona")
        return central(self.wire.data, "secret", "rotate", *words, world=world)

    def look(self, name: str) -> Answer:
        return self.wire.ask("GET", self.links[name], headers={"Accept": "text/html"})

    def answer(self, name: str) -> Answer:
        body = f"{STREET}=Schlo%C3%9Fplatz+88&{POSTCODE}=28195".encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        return self.wire.ask("POST", self.links[name], body, kind)

    def letters(self, name: str) -> list[str]:
        """Where each letter of the order stands, oldest first."""
        centre = open_again(self.wire.data, "look", self.clock)
        try:
            with centre.read(SITE) as work:
                return [row.state for row in work.messages.of_order(self.orders[name])]
        finally:
            centre.close()

    def shown_at_the_desk(self, name: str) -> str:
        centre = open_again(self.wire.data, "desk", self.clock)
        try:
            shown = centre.do(link_for_desk, SITE, self.orders[name])
        finally:
            centre.close()
        assert shown is not None
        return shown.path


@pytest.fixture
def customers(tmp_path: Path, database: str) -> Iterator[Customers]:
    house = open_house(tmp_path, database)
    taken = {name: held(house, name) for name in ("#1", "#2")}
    links = {name: f"/fix/{token(house, one)}" for name, one in taken.items()}
    house.centre.close()
    clock = Clock()
    with serving(tmp_path, database, house.key, pages=page_routes, now=clock) as served:
        yield Customers(house, served.wire, clock, links, {name: one.order_id for name, one in taken.items()})


def test_links_that_are_out_answer_until_they_end(customers: Customers, capsys: pytest.CaptureFixture[str]) -> None:
    assert customers.look("#1").status == 200
    for _ in range(2):
        assert customers.rotate() == 0
    said = capsys.readouterr().out
    assert said.startswith(f"site {SITE}: a new secret signs links; links made so far answer until 20"), said
    assert customers.look("#1").status == 200
    assert customers.shown_at_the_desk("#1") == customers.links["#1"], "who asks the desk is told the link they have"
    answered = customers.answer("#1")
    assert (answered.status, answered.headers["location"]) == (303, customers.links["#1"])
    assert customers.wire.get_order("#1").json()["lifecycle"] == "accepted"
    customers.clock.move(timedelta(days=400))
    gone = customers.look("#2")
    assert (gone.status, gone.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert customers.answer("#2").status == 404
    assert customers.wire.get_order("#2").json()["lifecycle"] == "submitted"


def test_links_are_ended_when_the_secret_got_out(customers: Customers, capsys: pytest.CaptureFixture[str]) -> None:
    assert customers.rotate("--end-links") == 0
    assert "no link made so far answers; 2 orders have a new one" in capsys.readouterr().out
    for name in ("#1", "#2"):
        gone = customers.look(name)
        assert (gone.status, gone.headers["content-type"]) == (404, "text/html; charset=utf-8"), name
        assert gone.body == customers.wire.ask("GET", "/fix/" + "x" * 43, headers={"Accept": "text/html"}).body
        assert customers.answer(name).status == 404
    assert customers.wire.get_order("#1").json()["lifecycle"] == "submitted"
    assert customers.letters("#1") == ["dropped", "queued"], "nobody is sent a link that is dead, or left without one"
    new = customers.shown_at_the_desk("#1")
    assert new != customers.links["#1"]
    customers.links["#1"] = new
    assert customers.look("#1").status == 200
    assert customers.answer("#1").status == 303
    assert customers.wire.get_order("#1").json()["lifecycle"] == "accepted"


def test_a_rotation_is_on_record_and_tells_no_secret(customers: Customers, capsys: pytest.CaptureFixture[str]) -> None:
    assert customers.rotate() == 0
    assert customers.rotate("--end-links") == 0
    centre = open_again(customers.wire.data, "look", customers.clock)
    try:
        rows = [row for row in deeds(centre, 10) if row.action == "secret.rotate"]
        with centre.read(SITE) as work:
            secrets = work.details.secrets()
    finally:
        centre.close()
    assert [(row.actor_id, row.subject_id) for row in rows] == [("cli:mona", SITE)] * 2
    assert len(secrets) == 1
    said = capsys.readouterr()
    assert secrets[0].hex() not in f"{rows} {said.out} {said.err}"


@pytest.mark.parametrize("database", [""])
def test_a_site_that_is_none_is_named(customers: Customers, capsys: pytest.CaptureFixture[str]) -> None:
    assert customers.rotate("--site", "NO") == 2
    assert "NO" in capsys.readouterr().err
