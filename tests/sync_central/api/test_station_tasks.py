"""Tasks of the floor over HTTP: they come down the feed of every bench, and what is done of them goes up once."""

from pathlib import Path

import pytest

from app.central.bench.enrolment import make_enrolment_code
from app.central.stock.moving import Units
from app.central.stock.returns.returning import take_returned
from app.domain import documents, task_facts
from sync.protocol import DOCUMENTS, ChangesReply, Entity, decode
from tests.central.house import SITE, open_again
from tests.sync_central.wire import SpokenStation, Wire


def returned(data: Path) -> tuple[str, str]:
    """Three units came back, as another process of the centre took them in; codes for two benches."""
    centre = open_again(data)
    try:
        units = Units(sku="TEE-M", location="A-1", quantity=3)
        assert centre.do(take_returned, SITE, "rma-1", units, "dora") is None
        return centre.do(make_enrolment_code, SITE, "ST-1"), centre.do(make_enrolment_code, SITE, "ST-2")
    finally:
        centre.close()


@pytest.fixture
def benches(wire: Wire) -> tuple[SpokenStation, SpokenStation]:
    first, second = returned(wire.data)
    return SpokenStation(wire, first, "ST-1"), SpokenStation(wire, second, "ST-2")


def tasks(page: ChangesReply) -> list[documents.FloorTask]:
    assert DOCUMENTS[Entity.TASK] is documents.FloorTask
    return [decode(row.doc, documents.FloorTask) for row in page.changes if row.entity == "task" and not row.deleted]


def test_a_task_is_seen_by_every_bench_taken_by_one_and_gone_when_done(
    benches: tuple[SpokenStation, SpokenStation],
) -> None:
    mine, other = benches
    (task,) = tasks(mine.changes())
    assert tasks(other.changes()) == [task]
    assert (task.kind, task.state, task.units[0].quantity, task.holder) == ("inspect", "queued", 3, "")
    wants = task_facts.TakeTask(task_id=task.task_id)
    reply = mine.verdicts(mine.seal(wants, fence=task.fence))
    assert [result.verdict for result in reply.results] == ["applied"]
    (held,) = tasks(other.changes())
    assert (held.holder, held.state, held.fence > task.fence) == ("ST-1", "leased", True)
    (late,) = other.verdicts(other.seal(wants, fence=task.fence)).results
    assert (late.verdict, late.reason) == ("refused", "amina has it")

    found = task_facts.UnitsInspected(
        task_id=task.task_id, number=1, sku="TEE-M", restock=2, scrap=1, reasons=(("as_new", 2), ("damaged", 1))
    )
    done = [
        mine.seal(found, fence=held.fence),
        mine.seal(task_facts.TaskFinished(task_id=task.task_id), fence=held.fence),
    ]
    first, again = mine.verdicts(*done), mine.verdicts(*done)
    assert [result.verdict for result in first.results] == ["applied", "applied"]
    assert first.results == again.results, "sent twice, done once"
    assert [one.kind for one in tasks(other.changes())] == []
    assert any(row.entity == "task" and row.deleted for row in other.changes().changes)


def test_a_bench_that_names_no_task_or_nonsense_is_told(benches: tuple[SpokenStation, SpokenStation]) -> None:
    mine, _ = benches
    reply = mine.verdicts(
        mine.seal(task_facts.TakeTask(task_id="no such task")),
        mine.seal({"task_id": 7}, "TakeTask"),
        mine.seal(task_facts.ParcelStopped(task_id=tasks(mine.changes())[0].task_id, sscc="", outcome="eaten")),
    )
    assert [result.verdict for result in reply.results] == ["refused", "quarantined", "applied_with_task"]
