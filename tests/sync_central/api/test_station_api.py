"""Stations over HTTP: enrolled by a code, signed both ways, commands up and changes down."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.central.bench.enrolment import make_enrolment_code
from app.central.centre import Centre
from app.domain import documents, facts
from sync.protocol import HEADER_NONCE, HEADER_SIGNATURE, HEADER_STATION, EnrolRequest, Sealed, decode, encode, sha256
from tests.central.house import SITE, START, open_again
from tests.sync_central.wire import Served, SpokenStation, Wire, order


def code_for(data: Path, name: str) -> str:
    """As the command line makes it: another process, while the server runs."""
    centre = open_again(data)
    try:
        return centre.do(make_enrolment_code, SITE, name)
    finally:
        centre.close()


@pytest.fixture
def station(wire: Wire) -> SpokenStation:
    return SpokenStation(wire, code_for(wire.data, "ST-1"), "ST-1")


def test_a_code_enrols_its_bench_once(wire: Wire) -> None:
    code = code_for(wire.data, "ST-1")
    for name, status in (("ST-2", 403), ("ST-1", 200), ("ST-1", 403)):
        asked = EnrolRequest(nonce="n", code=code, station=name)
        assert wire.ask("POST", "/v1/stations/enrol", encode(asked)).status == status
    newer = EnrolRequest(nonce="n", code=code, station="ST-1", protocol=99)
    assert wire.ask("POST", "/v1/stations/enrol", encode(newer)).problem().code == "update_needed"
    assert wire.ask("POST", "/v1/stations/enrol", b"{").status == 400


@pytest.mark.parametrize("spoil", [HEADER_STATION, HEADER_NONCE, HEADER_SIGNATURE])
def test_what_is_not_signed_by_the_station_is_refused(station: SpokenStation, spoil: str) -> None:
    headers = {HEADER_STATION: station.enrolled.station_id, HEADER_NONCE: "n", HEADER_SIGNATURE: "0" * 64}
    headers.pop(spoil)
    refused = station.wire.ask("GET", station.target(0), headers=headers)
    assert (refused.status, refused.problem().code) == (401, "signature")


def test_work_is_claimed_over_the_wire_and_comes_down_the_feed(station: SpokenStation) -> None:
    station.wire.post_order(order("#1"), "key-1")
    reply = station.verdicts(station.seal(facts.ClaimWork(lists=1)), station.seal(facts.LeaseNumbers(count=10)))
    assert (reply.have, [result.verdict for result in reply.results]) == (2, ["applied", "applied"])
    page = station.changes()
    assert page.cursor >= max(result.feed_seq or 0 for result in reply.results)
    (work,) = [decode(change.doc, documents.WorkList) for change in page.changes if change.entity == "work"]
    assert work.orders[0].recipient.name == "Jürgen Schäfer"
    assert station.changes(page.cursor, server_epoch=page.server_epoch).changes == []


def test_sent_twice_is_answered_twice_the_same_and_other_bytes_are_a_fork(station: SpokenStation) -> None:
    sealed = station.seal(facts.SignedIn(packer_id="amina"))
    first, again = station.verdicts(sealed), station.verdicts(sealed)
    assert first.results == again.results
    other = encode({"not": "the same"})
    forged = Sealed(seq=1, sha256=sha256(other), envelope=msgspec.Raw(other))
    assert station.send(forged).problem().code == "fork"
    assert station.send(station.seal(facts.SignedOut(packer_id="amina"))).problem().code == "epoch_frozen"


def test_a_gap_is_answered_with_what_the_centre_has(station: SpokenStation) -> None:
    station.seal(facts.SignedIn(packer_id="amina"))
    reply = station.verdicts(station.seal(facts.SignedOut(packer_id="amina")))
    assert (reply.have, reply.results) == (0, [])


@pytest.mark.parametrize(
    "poison",
    [
        lambda station: station.seal({}, kind="Teleported"),
        lambda station: station.seal(facts.SignedIn(packer_id="amina"), v=2),
        lambda station: station.seal({"packer_id": 7}, kind="SignedIn"),
        lambda station: station.seal(facts.SignedIn(packer_id="amina"), epoch=7),
        lambda station: station.seal(facts.SignedIn(packer_id="amina"), station_id="another"),
    ],
)
def test_poison_is_quarantined_and_what_is_behind_it_goes_on(
    station: SpokenStation, poison: Callable[[SpokenStation], Sealed]
) -> None:
    reply = station.verdicts(poison(station), station.seal(facts.SignedIn(packer_id="amina")))
    assert [result.verdict for result in reply.results] == ["quarantined", "applied"]
    assert reply.results[0].reason


def test_too_many_commands_a_foreign_station_and_a_bad_cursor(station: SpokenStation) -> None:
    sealed = [station.seal(facts.SignedIn(packer_id="amina")) for _ in range(101)]
    assert station.send(*sealed).problem().code == "too_large"
    assert station.ask("POST", "/v1/stations/another/commands", b"{}").status == 401
    assert station.ask("GET", station.target(10**9)).problem().code == "cursor"
    assert station.ask("GET", station.target(0).replace("DO1", "XX")).status == 403
    assert station.ask("GET", station.target(0) + "x").problem().field == "cursor"


def test_a_long_poll_is_woken_by_the_next_commit(station: SpokenStation) -> None:
    cursor = station.changes().cursor
    woken: list[int] = []
    other = Wire(station.wire.where, station.wire.key, station.wire.data)

    def wait() -> None:
        woken.extend(change.seq for change in station.changes(cursor, wait_s=20).changes)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert other.post_order(order("#1")).status == 201
    waiting.join(10)
    other.close()
    assert woken
    assert min(woken) > cursor


def test_a_stopping_server_lets_waiting_polls_go(served: Served) -> None:
    station = SpokenStation(served.wire, code_for(served.wire.data, "ST-1"), "ST-1")
    cursor = station.changes().cursor
    answered = threading.Event()

    def wait() -> None:
        station.changes(cursor, wait_s=20)
        answered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    health = Wire(served.wire.where, served.wire.key, served.wire.data)
    assert json.loads(health.ask("GET", "/healthz").body) == {"status": "ok"}
    health.close()
    served.stop()
    assert answered.wait(10)
    waiting.join()


def test_a_station_that_only_asks_for_news_is_heard_of(station: SpokenStation) -> None:
    centre = open_again(station.wire.data)
    try:
        centre.do(_not_heard_for_a_day, station.enrolled.station_id)
        station.changes()
        with centre.read(SITE) as work:
            (at,) = work.desk.floor.stations(START, START)
        assert at.seen_at == START
    finally:
        centre.close()


def _not_heard_for_a_day(centre: Centre, station_id: str) -> None:
    with centre.begin(SITE) as work:
        work.benches.change(station_id, seen_at=START - timedelta(days=1))
