"""The station and its wire: told what is queued and taken; work and numbers are asked for in measure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.facts import ClaimWork, LeaseNumbers
from app.station.ports import (
    DeviceChanged,
    DeviceKind,
    DeviceState,
    LinkChanged,
    LinkState,
    Reason,
)
from app.station.storage import Rewind, Settled, Settlement, StartOver
from app.station.verbs.picking import claiming
from app.station.view.bench_view import BenchView
from app.station.view.signs import Screen, Sound
from tests.station.goods import ADA, DISCRETE, EVERYTHING, MORNING, PRODUCTS, badge, command, queue_row
from tests.station.runtime.thread import looking, running

ONLINE = LinkChanged(LinkState.ONLINE, "", MORNING)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bench that was set up and left."""
    with looking(tmp_path / "bench") as floor:
        floor.deliver(*EVERYTHING)
    return tmp_path / "bench"


def test_the_wire_is_told_what_is_queued_settled_and_applied(folder: Path) -> None:
    with looking(folder) as floor:
        page = floor.page(replace(PRODUCTS[0], home="Z-09-9"))
        stale = replace(page, since=page.since + 5)
    with running(folder) as life:
        life.scan(badge(ADA))
        life.until(lambda view: view.screen is Screen.QUEUE)
        life.station.post(
            Settlement(station_id="station-1", epoch=1, have=1, results=(Settled(seq=1, verdict="applied"),))
        )
        life.station.post(page)
        life.station.post(stale)
        life.station.post(Rewind(have=0, server_epoch="lineage-1"))
        life.station.post(StartOver(reason="the cursor is gone"))
    assert life.wire.told == ["queued", "settled", "applied", "applied", "settled", "applied"]
    assert [view.link.waiting for view in life.views[:3]] == [0, 1, 0]
    assert life.views[-1].link.waiting == 1


def test_work_and_numbers_are_asked_for_once_and_a_refusal_is_not_asked_away(folder: Path) -> None:
    with looking(folder) as floor:
        floor.deliver(*(queue_row(replace(DISCRETE, list_id="w-9"), 9, "ready", ""),))
    with running(folder) as life:
        life.scan(badge(ADA))
        life.station.post(ONLINE)
        life.until(lambda view: view.link.online)
        life.scan("hello", command("OK"))
        for seq in (1, 2, 3, 4):
            life.station.post(
                Settlement(station_id="station-1", epoch=1, have=seq, results=(Settled(seq=seq, verdict="refused"),))
            )
        life.scan("hello again", command("OK"))
    with looking(folder) as floor:
        floor.desk.store.rewind(0, "lineage-1")
        assert [fact.body.lists for fact in floor.told(ClaimWork)] == [claiming.LISTS_AHEAD - 2]
        assert floor.told(LeaseNumbers) == [], "391 numbers are enough"


def test_an_idle_bench_with_an_empty_queue_asks_for_nothing(tmp_path: Path) -> None:
    with looking(tmp_path / "bench") as floor:
        floor.deliver(*EVERYTHING[:9])
    with running(tmp_path / "bench") as life:
        life.scan(badge(ADA))
        life.station.post(ONLINE)
        life.until(lambda view: view.link.online)
    with looking(tmp_path / "bench") as floor:
        assert floor.told(ClaimWork) == []


def test_device_trouble_is_shown_and_heard_once(folder: Path) -> None:
    trouble = DeviceChanged(
        "labels", DeviceKind.LABEL_PRINTER, DeviceState.NEEDS_ATTENTION, (Reason.PAPER_OUT,), "", MORNING
    )

    def heard(view: BenchView) -> bool:
        return view.sound is Sound.TROUBLE

    with running(folder) as life:
        life.station.post(trouble)
        life.until(heard)
        life.station.post(replace(trouble, state=DeviceState.READY, reasons=()))
        life.until(lambda view: not view.troubles and view.event > 0)
    alarms = [view for view in life.views if heard(view)]
    assert len(alarms) == 1
    assert alarms[0].event == 1
    assert "out of paper" in alarms[0].troubles[0]
