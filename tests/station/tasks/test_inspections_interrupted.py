"""A return half looked at when the power goes or the shift ends: every decision stands, and is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.task_facts import TaskFinished, UnitsInspected
from app.station.bench import Ask, Step
from tests.station.floor import Floor
from tests.station.goods import BEN, CODES, badge
from tests.station.tasks.floor_tasks import INSPECT, begin, told

DEEDS = (CODES["TEE-M"], "REASON_1", CODES["TEE-M"], "REASON_5", CODES["TEE-M"], "REASON_2")
ALL = [
    UnitsInspected(
        task_id="t-inspect", number=1, sku="TEE-M", restock=1, scrap=1,
        reasons=(("as_new", 1), ("damaged", 1), ("opened", 1)),
    ),
    TaskFinished(task_id="t-inspect"),
]  # fmt: skip


@pytest.mark.parametrize("deeds", range(1, len(DEEDS) + 1))
def test_a_bench_that_loses_its_power_goes_on_with_the_next_unit(floor: Floor, tmp_path: Path, deeds: int) -> None:
    begin(floor, INSPECT)
    floor.do(*DEEDS[:deeds])
    floor.kill(tmp_path / "again")
    if deeds < len(DEEDS):
        assert (floor.step(), floor.bench.ask) == (Step.TASK, Ask.INSPECT if deeds % 2 else None)
    floor.do(*DEEDS[deeds:])
    assert told(floor)[1:] == ALL
    assert floor.step() is Step.QUEUE


def test_the_next_shift_goes_on_where_the_last_one_stood(floor: Floor) -> None:
    begin(floor, INSPECT)
    floor.do(*DEEDS[:4], "BACK", badge(BEN), "TASK_1", *DEEDS[4:])
    assert told(floor)[1:] == ALL
