"""How a bench stands travels with its questions for changes, whole or not at all."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.station.ports import BenchStanding, DeviceChanged, DeviceKind, DeviceState, Reason
from app.station.storage import Store
from sync.protocol import REPORT_MOST, BenchReport, decode
from sync.station.lanes.pull import Pull
from tests.sync_station.benches import identity, open_store

AT = datetime(2026, 9, 14, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.enrol(identity())
    yield opened
    opened.close()


def device(name: str, *reasons: Reason) -> DeviceChanged:
    state = DeviceState.NEEDS_ATTENTION if reasons else DeviceState.READY
    return DeviceChanged(name, DeviceKind.LABEL_PRINTER, state, reasons, "", AT)


def asked(pull: Pull) -> dict[str, list[str]]:
    return parse_qs(urlsplit(pull.prepare().target).query)


def test_every_question_tells_how_the_bench_stands(store: Store) -> None:
    pull = Pull(identity(), store, lambda: "nonce", 15.0, lambda: "0.3.1")
    assert "bench" not in asked(pull)
    pull.standing(BenchStanding((device("zebra", Reason.PAPER_OUT), device("slips")), 3, 12))
    for _ in range(2):
        said = decode(asked(pull)["bench"][0].encode(), BenchReport)
        assert (said.version, said.waiting, said.oldest_s) == ("0.3.1", 3, 12)
        assert [(one.state, one.why) for one in said.devices] == [("needs attention", "paper out"), ("ready", "")]


def test_a_report_that_is_too_long_is_left_out(store: Store) -> None:
    pull = Pull(identity(), store, lambda: "nonce", 15.0)
    pull.standing(BenchStanding(tuple(device("z" * REPORT_MOST) for _ in range(2)), 0, 0))
    assert "bench" not in asked(pull)
