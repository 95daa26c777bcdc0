"""Tasks at the model of the centre: who has which under what fence, and what a bench did with them, booked or told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from app.domain.documents import FloorTask, TaskUnits
from app.domain.facts import Body
from app.domain.task_facts import TakeTask, TaskFinished, TaskHandedBack, TaskUnitsMoved
from sync.protocol import Change, Command, Verdict, encode

MINE, OTHER = "ST-1", "ST-2"
TASK_FACTS = (TakeTask, TaskFinished, TaskHandedBack, TaskUnitsMoved)


@dataclass(frozen=True, slots=True)
class ModelTask:
    """`holder` has it now, `last` had it when its lease ran out ("" once it was handed back or taken away)."""

    fence: int = 0
    holder: str = ""
    last: str = ""
    under: int = 0
    over: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """A task was leased to `who` under `fence`; who asked knew it under `under`."""

    task_id: str
    who: str
    fence: int
    under: int


@dataclass
class TaskBook:
    """`told` are facts kept for a person; `met` tasks somebody else had or a supervisor took away."""

    tasks: dict[str, ModelTask] = field(default_factory=dict)
    fence: int = 0
    history: list[Grant | tuple[str, str, int]] = field(default_factory=list)
    booked: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def hear(self, command: Command, body: Body) -> Verdict:
        """One command about a task, by the rules of the centre; facts are booked or told, and never refused."""
        assert isinstance(body, TASK_FACTS)
        task, fence = self.tasks[body.task_id], command.fence or 0
        if isinstance(body, TakeTask):
            if task.over or task.holder not in ("", MINE):
                self.refused.append(command.id)
                return Verdict.REFUSED
            self.lease(body.task_id, MINE, fence)
            self.booked.append(command.id)
            return Verdict.APPLIED
        may = task.holder or task.last
        mine = not task.over and (
            (may == MINE and task.under <= fence <= task.fence) or (task.holder == "" and fence == task.fence)
        )
        if not mine:
            self.told.append(command.id)
            return Verdict.APPLIED_WITH_TASK
        self.booked.append(command.id)
        self.history.append((body.task_id, command.id, fence))
        if isinstance(body, TaskHandedBack):
            self.tasks[body.task_id] = replace(task, holder="", last="")
        if isinstance(body, TaskFinished):
            self.tasks[body.task_id] = replace(task, holder="", over=True)
        return Verdict.APPLIED

    def lease(self, task_id: str, who: str, under: int) -> None:
        self.fence += 1
        self.history.append(Grant(task_id, who, self.fence, under))
        self.tasks[task_id] = ModelTask(fence=self.fence, holder=who, last=who, under=under)

    def meddle(self, task_id: str, what: str) -> None:
        """What happens to a task without this bench: another takes it, a lease runs out, a supervisor takes it away."""
        task = self.tasks[task_id]
        if task.over:
            return
        if what == "lapse":
            self.tasks[task_id] = replace(task, holder="")
            return
        self.met.add(task_id)
        if what == "take" and not task.holder:
            self.lease(task_id, OTHER, task.fence)
        elif what == "back" and task.holder == OTHER:
            self.tasks[task_id] = replace(task, holder="", last="")
        elif what == "away":
            self.fence += 1
            self.history.append(Grant(task_id, "", self.fence, 0))
            self.tasks[task_id] = ModelTask(fence=self.fence)

    def row(self, task_id: str, seq: int) -> Change:
        """As benches are shown it."""
        task = self.tasks[task_id]
        shown = FloorTask(
            task_id=task_id, kind="put_back", cause="put_back", state="leased" if task.holder else "queued",
            fence=task.fence, priority=5, rank=1, due_at=None, why="", holder=task.holder,
            units=(TaskUnits(number=1, sku="TEE", location="A-1", quantity=9),),
        )  # fmt: skip
        doc = msgspec.Raw(encode(None if task.over else shown))
        return Change(seq=seq, entity="task", id=task_id, rev=seq, deleted=task.over, doc=doc)

    def check(self) -> None:
        """Nothing is booked of which somebody else had the lease, or took it, after the one it was told under."""
        newest: dict[str, Grant] = {}
        for entry in self.history:
            if isinstance(entry, Grant):
                newest[entry.task_id] = entry
                continue
            task_id, command_id, fence = entry
            grant = newest.get(task_id)
            allowed = (
                grant is None or fence == grant.fence or (grant.who == MINE and grant.under <= fence <= grant.fence)
            )
            assert allowed, f"{command_id} was booked under {fence} after {grant}"
