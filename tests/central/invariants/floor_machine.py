"""The warehouse at random with two benches and their tasks: taken, lost, handed back, told late or twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import func, select

from app.central.bench.changes import Page, changes
from app.central.bench.enrolment import enrol, make_enrolment_code
from app.central.centre import Centre
from app.central.intake.changing.cancelling import cancel_order
from app.central.stock.returns.returning import take_returned
from app.central.storage.schema.warehouse.stock import stock_ledger
from app.central.supply.faces.refilling import refill
from app.central.supply.setting import FaceLine, import_faces
from app.central.work.tasks.doing import done, fail
from app.central.work.tasks.effects import NotDone, Result
from app.central.work.tasks.showing import floor_task
from app.central.work.tasks.supervising import assign, pause, pin, resume
from app.central.work.tasks.tending import tend
from app.central.work.values import TaskItem, TaskRow
from app.domain import task_facts
from app.domain.documents import FloorTask, TaskUnits
from app.domain.intake.clearance import FulfilmentPolicy
from app.domain.work.tasks import FLOOR, OPEN
from sync.protocol import decode
from tests.central.house import Bench, House
from tests.central.invariants.stock_machine import FEW, LINES, PICK, PLACE, SKU
from tests.central.invariants.walk_machine import Walk
from tests.central.stock.stock_rows import rows_of

LAPSE = timedelta(minutes=31)
"""Longer than a task is leased without a word from its bench."""

ENDING = (task_facts.ShelfCounted, task_facts.TaskFinished, task_facts.TaskHandedBack)
"""Facts that do nothing to a task that is somebody else's by now."""
TOLD = (task_facts.ShelfCounted, task_facts.TaskUnitsMoved)
"""Facts of which a person is told then: it happened, and somebody else may have done it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a bench or a supervisor does with the `which`-th task it knows; `late` with one as it once was."""

    what: str
    which: int
    bench: int
    units: int
    late: bool


DEEDS = st.lists(
    st.builds(
        Deed,
        what=st.sampled_from(("take", "take", "do", "do", "do", "finish", "back", "miss", "again", "lapse", "boss")),
        which=PICK,
        bench=st.integers(0, 1),
        units=st.integers(0, 4),
        late=st.booleans(),
    ),
    min_size=3,
    max_size=9,
)


class Floor(Walk):
    """`seen` are the tasks as benches saw them (bench, document), `last` what each bench sent last."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        other = self.centre.do(enrol, self.centre.do(make_enrolment_code, self.site, "ST-2"), "ST-2")
        assert other is not None
        self.benches = (self.bench, Bench(self.house, other.station))
        self.seen: dict[str, list[FloorTask]] = {"ST-1": [], "ST-2": []}
        self.last: dict[str, Any] = {}
        faces = [FaceLine(line=2, location="A-1", sku="TEA", min_units=14, max_units=20)]
        assert self.centre.do(import_faces, self.site, "faces.csv", faces).bad == ()
        self.arrive_goods("TEA", "R-3", 8)

    @rule(deeds=DEEDS)
    def on_the_floor(self, deeds: list[Deed]) -> None:
        """A stretch of work on the floor, after a look at what wants doing; a face of TEA does to begin with."""
        self.centre.do(refill, self.site)
        self.centre.do(tend, self.site)
        for deed in deeds:
            self._deed(deed)

    @rule(sku=SKU, quantity=FEW, deeds=DEEDS)
    def return_and_look(self, sku: str, quantity: int, deeds: list[Deed]) -> None:
        """Units come back and wait to be looked at by a bench."""
        line = self.by().key
        assert self.centre.do(take_returned, self.site, line, self.units(sku, "RT-1", quantity), "dora") is None
        self.on_the_floor(deeds)

    @rule(sku=SKU, place=PLACE, deeds=DEEDS)
    def doubt(self, sku: str, place: str, deeds: list[Deed]) -> None:
        """Somebody doubts what the books say of a shelf."""
        self.centre.do(_doubted, self.site, TaskItem(sku, place, 1))
        self.on_the_floor(deeds)

    @rule(lines=LINES, steps=st.integers(4, 30), which=PICK, deeds=DEEDS)
    def cancel_in_hand(self, lines: list[tuple[str, int]], steps: int, which: int, deeds: list[Deed]) -> None:
        """An order that is being picked or packed: its units are to be put back, its parcel stopped."""
        self.take(lines, FulfilmentPolicy.SHIP_AVAILABLE, True, True)
        self.work_on(steps)
        if self.work is not None:
            order = self.work.orders[which % len(self.work.orders)]
            self.centre.do(cancel_order, self.site, order.order_id, "changed their mind")
        self.on_the_floor(deeds)

    def _deed(self, deed: Deed) -> None:
        bench = self.benches[deed.bench]
        if deed.what == "lapse":
            self.clock.move(LAPSE)
            self.centre.do(tend, self.site)
            return
        if deed.what == "again" and bench.station.name in self.last:
            bench.send()  # whoever is heard of keeps what it holds for longer, whatever it says
            before = rows_of(self.centre, self.site)
            (row,) = bench.send(self.last[bench.station.name])
            assert row.seq == self.last[bench.station.name].seq
            assert rows_of(self.centre, self.site) == before, "a command that came again did something"
        task = self._known(bench, deed)
        if task is not None:
            self._with(bench, task, deed)

    def _known(self, bench: Bench, deed: Deed) -> FloorTask | None:
        """A task as this bench sees it, or as it saw it at some time."""
        now, before = self._look(bench), self.seen[bench.station.name]
        before.extend(task for task in now if task not in before)
        among = before if deed.late or not now else now
        return among[deed.which % len(among)] if among else None

    def _look(self, bench: Bench) -> list[FloorTask]:
        page = changes(self.centre, bench.station, 0, "", 1000)
        assert isinstance(page, Page)
        assert not page.more
        return [decode(row.doc, FloorTask) for row in page.rows if row.entity == "task" and not row.deleted]

    def _with(self, bench: Bench, task: FloorTask, deed: Deed) -> None:
        named: dict[str, Any] = {"task_id": task.task_id}
        if deed.what == "boss":
            self._boss(task, deed)
        elif deed.what == "take":
            self._take(bench, task)
        elif deed.what == "finish":
            self._tell(bench, task, task_facts.TaskFinished(**named))
        elif deed.what == "back":
            self._tell(bench, task, task_facts.TaskHandedBack(**named, reason="no_time"))
        elif deed.what == "miss" and task.units:
            one = task.units[deed.which % len(task.units)]
            missing: dict[str, Any] = {
                "number": one.number,
                "sku": one.sku,
                "quantity": deed.units + 1,
                "reason": "not_found",
            }
            self._tell(bench, task, task_facts.TaskUnitsMissing(**named, **missing))
        elif deed.what == "do":
            self._tell(bench, task, work_of(task, deed))

    def _take(self, bench: Bench, task: FloorTask) -> None:
        """Leased, under a newer fence unless it was so before, or refused in words."""
        if not self._tell(bench, task, task_facts.TakeTask(task_id=task.task_id)):
            return
        row = self._row(task)
        assert (row.state, row.held_at) == ("leased", bench.station.station_id)
        assert row.fence >= task.fence

    def _tell(self, bench: Bench, task: FloorTask, body: Any) -> bool:
        """One fact under the fence the bench saw; True when it was applied, with a task or without."""
        before, was, mine = self._ledger(), self._row(task), self._mine(bench, task)
        sealed = bench.arrive(body, fence=task.fence)
        self.last[bench.station.name] = sealed
        (row,) = bench.send(sealed)
        assert row.verdict != "quarantined", row.reason
        assert row.verdict != "refused" or isinstance(body, task_facts.TakeTask)
        if not mine and isinstance(body, ENDING):
            assert self._row(task) == was, "a task that is not this bench's any more was ended by it"
            assert self._ledger() == before, "and it was booked"
        if not mine and isinstance(body, TOLD):
            assert row.verdict == "applied_with_task", "nobody was told"
        return row.verdict != "refused"

    def _mine(self, bench: Bench, task: FloorTask) -> bool:
        """Whether this bench may end the task: it has it, or nobody had it since it saw it."""
        row = self._row(task)
        held = row.held_at == bench.station.station_id and row.taken_under <= task.fence <= row.fence
        if row.state == "leased":
            return held
        return row.state == "queued" and (held or task.fence == row.fence)

    def _boss(self, task: FloorTask, deed: Deed) -> None:
        """A supervisor takes it away, gives it to somebody, lets it rest, or ends it by hand."""
        verb: Any = (pause, resume, pin, assign, done, fail)[deed.which % 6]
        to = ("ST-1", "ST-2", "")[deed.units % 3]
        if verb is pin or (verb is assign and to):
            self.centre.do(verb, self.site, task.task_id, to, "boss")
        elif verb is done:
            result = Result(counted=deed.units if task.kind != "replenish" else None, outcome="voided", note="by hand")
            assert isinstance(self.centre.do(done, self.site, task.task_id, "boss", None, result), TaskRow | NotDone)
        elif verb is fail:
            self.centre.do(fail, self.site, task.task_id, "boss", "no time")
        elif verb is not assign:
            self.centre.do(verb, self.site, task.task_id, "boss")

    def _ledger(self) -> int:
        """How many movements were booked so far."""
        with self.centre.read(self.site) as work:
            found = select(func.count()).where(stock_ledger.c.site_id == self.site)
            return int(work.connection.execute(found).scalar_one())

    def _row(self, task: FloorTask) -> TaskRow:
        with self.centre.read(self.site) as work:
            row = work.tasks.get(task.task_id)
        assert row is not None, task
        return row

    @invariant()
    def benches_see_the_tasks_as_they_are(self) -> None:
        """Every open task of the floor is shown as it stands, nothing else is, and nothing is left to do of none."""
        shown = {task.task_id: task for task in self._look(self.bench)}
        with self.centre.read(self.site) as work:
            rows = [row for kind in FLOOR for row in work.tasks.open_of(kind=kind.value)]
            there = {row.task_id: floor_task(work, row) for row in rows}
            for row in rows:
                assert row.state in OPEN
                assert (row.state == "leased") == (row.lease_until is not None), row
                assert all(item.quantity > 0 for item in work.tasks.items(row.task_id)), row
        wanted = {key: task for key, task in there.items() if task is not None}
        assert shown == wanted, {*shown.values()} ^ {*wanted.values()}

    @invariant()
    def nothing_is_quarantined(self) -> None:
        """What benches tell can always be understood and applied."""
        bad = [row for row in self.before["inbox"] if row.verdict == "quarantined"]
        assert not bad, bad


def _doubted(centre: Centre, site: str, item: TaskItem) -> None:
    with centre.begin(site) as work:
        work.tasks.open(work.new_id(), "count", f"Count {item.sku} at {item.location}: somebody wonders.", items=[item])


def work_of(task: FloorTask, deed: Deed) -> Any:
    """The fact a bench tells once it did some of the task: so many units, a count, a look, a parcel stopped."""
    one = (
        task.units[deed.which % len(task.units)] if task.units else TaskUnits(number=1, sku="", location="", quantity=0)
    )
    about: dict[str, Any] = {"task_id": task.task_id, "sku": one.sku}
    if task.kind == "count":
        return task_facts.ShelfCounted(**about, location=one.location, counted=deed.units * 3, lot=one.lot)
    if task.kind == "inspect":
        fit: dict[str, Any] = {"restock": deed.units % 3, "scrap": deed.units // 3}
        return task_facts.UnitsInspected(**about, number=one.number, **fit)
    if task.kind == "stop_shipment":
        sscc = task.parcels[deed.which % len(task.parcels)] if task.parcels else ""
        outcome = "left" if deed.units % 2 else "voided"
        return task_facts.ParcelStopped(task_id=task.task_id, sscc=sscc, outcome=outcome)
    source = one.location if task.kind == "replenish" else ""
    where: dict[str, Any] = {"source": source, "location": task.to or one.location, "barcode": "", "lot": one.lot}
    return task_facts.TaskUnitsMoved(**about, number=one.number, quantity=deed.units + 1, **where)
