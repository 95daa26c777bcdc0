"""What a bench says of itself with its question for changes: kept for the floor, refused when it can not be read."""

import json
from urllib.parse import urlencode

import pytest

from app.central.bench.enrolment import make_enrolment_code
from app.central.desk.floor.seeing import see_floor
from app.central.desk.floor.values import StationAt
from tests.central.house import SITE, open_again
from tests.sync_central.wire import SpokenStation, Wire

REPORT = {
    "version": "0.3.1",
    "waiting": 2,
    "oldest_s": 75,
    "devices": [{"name": "zebra", "kind": "label printer", "state": "fault", "why": "paper out"}],
}


@pytest.fixture
def station(wire: Wire) -> SpokenStation:
    centre = open_again(wire.data)
    try:
        code = centre.do(make_enrolment_code, SITE, "ST-1")
    finally:
        centre.close()
    return SpokenStation(wire, code, "ST-1")


def on_floor(wire: Wire) -> StationAt:
    centre = open_again(wire.data)
    try:
        return see_floor(centre, SITE).stations[0]
    finally:
        centre.close()


def ask(station: SpokenStation, bench: str) -> int:
    return station.ask("GET", f"{station.target(0)}&{urlencode({'bench': bench})}").status


def test_what_a_bench_says_of_itself_stands_on_the_floor(station: SpokenStation, wire: Wire) -> None:
    assert ask(station, json.dumps(REPORT)) == 200
    seen = on_floor(wire)
    assert (seen.version, seen.waiting, seen.oldest_s) == ("0.3.1", 2, 75)
    assert [(one.kind, one.state, one.why) for one in seen.devices] == [("label printer", "fault", "paper out")]
    assert station.ask("GET", station.target(0)).status == 200
    assert on_floor(wire).version == "0.3.1"


@pytest.mark.parametrize(
    "said",
    [
        "{", "[]", "null", '{"waiting": "x"}', '{"waiting": -1}', '{"waiting": 99999999999999999999}',
        '{"devices": {}}', '{"devices": [{"name": 1}]}', '{"version": "\\u0000"}', '{"version": "\\ud800"}',
        json.dumps({**REPORT, "version": "x" * 5000}), '{"oldest_s": 1e99}',
    ],
)  # fmt: skip
def test_what_can_not_be_read_is_refused_and_changes_nothing(station: SpokenStation, wire: Wire, said: str) -> None:
    assert ask(station, said) == 400
    assert on_floor(wire).version == ""
