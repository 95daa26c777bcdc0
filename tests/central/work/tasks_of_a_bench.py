"""A bench that takes tasks of the floor and tells what it did, as the centre sees it."""

from app.central.bench.changes import Page, changes
from app.central.report import report
from app.domain import facts
from app.domain import task_facts as of_task
from app.domain.documents import FloorTask, TaskUnits
from sync.protocol import decode
from tests.central.house import SITE, Bench, House


def shown(bench: Bench) -> dict[str, FloorTask]:
    """The tasks the feed gives this bench, by kind (the last of each)."""
    page = changes(bench.house.centre, bench.station, 0, "", 1000)
    assert isinstance(page, Page)
    found = [decode(row.doc, FloorTask) for row in page.rows if row.entity == "task" and not row.deleted]
    return {task.kind: task for task in found}


def tell(bench: Bench, task: FloorTask, *bodies: facts.Body) -> list[str]:
    """Tell facts of a task under the fence the bench knows; the verdicts."""
    rows = bench.send(*(bench.arrive(body, fence=task.fence) for body in bodies))
    return [row.verdict for row in rows]


def take(bench: Bench, kind: str) -> FloorTask:
    """Take the shown task of this kind; as it is shown afterwards."""
    before = shown(bench)[kind]
    assert tell(bench, before, of_task.TakeTask(task_id=before.task_id)) == ["applied"]
    after = shown(bench)[kind]
    assert (after.holder, after.state) == (bench.station.name, "leased")
    assert after.fence > before.fence
    return after


def put(task: FloorTask, units: TaskUnits, quantity: int, source: str = "") -> of_task.TaskUnitsMoved:
    return of_task.TaskUnitsMoved(
        task_id=task.task_id, number=units.number, sku=units.sku, quantity=quantity, source=source,
        location=task.to or units.location, barcode="", lot=units.lot,
    )  # fmt: skip


def tasks_open(house: House) -> dict[str, int]:
    return dict(report(house.centre, SITE).tasks)
