"""What the centre does between requests goes on after whatever one step raises, and says what it was."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from app.central.storage.engines.faults import StorageFault
from app.central.warehouse.imports import import_site
from sync.central.operating.background import Step, at_every_site
from sync.central.serving.desk import Desk
from sync.central.serving.wake import Waker
from tests.central.house import SITE, House, open_house, site_record

OTHER = "BR2"


@pytest.mark.parametrize(
    ("fault", "level"), [(StorageFault("the disk is full"), logging.WARNING), (KeyError("bug"), logging.ERROR)]
)
def test_a_step_that_fails_at_one_site_is_told_and_keeps_no_other_from_its_own(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, fault: Exception, level: int
) -> None:
    house = open_house(tmp_path)
    house.centre.do(import_site, site_record(OTHER))
    done: list[str] = []

    async def step(site: str) -> None:
        done.append(site)
        if site == min(SITE, OTHER):
            raise fault

    try:
        figures = run(house, step)
    finally:
        house.centre.close()
    assert sorted(done) == sorted([SITE, OTHER])
    assert [(one.levelno, one.getMessage()) for one in caplog.records] == [(level, "background work met a fault")]
    assert b'background_failures_total{step="late"} 1.0' in figures


def run(house: House, step: Step) -> bytes:
    desk = Desk(house.centre, Waker())
    try:
        asyncio.run(at_every_site(desk, "late", step))
        return desk.meters.text()
    finally:
        desk.close()
