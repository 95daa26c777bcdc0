"""A bench that does tasks by what its store shows it, as the rules of the bench say: adopts its fence, or lets go."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from app.domain.documents import FloorTask
from app.domain.facts import Body
from app.domain.task_facts import TakeTask, TaskFinished, TaskHandedBack, TaskUnitsMoved
from app.station.storage import Store
from app.station.storage.work import Work
from tests.sync_station.model.model_tasks import MINE


@dataclass
class TaskBench:
    """`tasks` are those of its centre (another bench had the store before), `runs` the fences of what is begun here.

    `recorded` are (command id, task) of every fact and question.
    """

    store: Store
    random: random.Random
    tasks: tuple[str, ...]
    runs: dict[str, int] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    recorded: list[tuple[str, str]] = field(default_factory=list)

    def act(self) -> str | None:
        """Do something with one of the tasks that are shown or begun; the command's id, None when there is nothing."""
        with self.store.begin() as work:
            shown = {task.task_id: task for task in work.docs(FloorTask) if task.task_id in self.tasks}
            known = sorted({*shown, *self.runs} - self.ended)
            if not known:
                return None
            task_id = self.random.choice(known)
            said = self._choose(work, task_id, shown.get(task_id))
            if said is None:
                return None
            body, fence = said
            command_id = work.record(body, actor="p", fence=fence)
        self.recorded.append((command_id, task_id))
        return command_id

    def _choose(self, work: Work, task_id: str, task: FloorTask | None) -> tuple[Body, int] | None:
        asked = TakeTask.__name__ in work.pending_kinds()
        self._look(task_id, task, asked=asked)
        run = self.runs.get(task_id)
        if run is None:
            if task is None or task.holder not in ("", MINE):
                return None
            self.runs[task_id] = task.fence
            return TakeTask(task_id=task_id), task.fence
        luck = self.random.random()
        if luck < 0.15 and task is not None and task.state == "queued" and not asked:
            return TakeTask(task_id=task_id), run
        if luck < 0.80:
            moved = TaskUnitsMoved(
                task_id=task_id, number=1, sku="TEE", quantity=1, source="", location="A-1", barcode=""
            )
            return moved, run
        del self.runs[task_id]
        if luck < 0.93:
            return TaskHandedBack(task_id=task_id, reason="no_time"), run
        self.ended.add(task_id)
        return TaskFinished(task_id=task_id), run

    def _look(self, task_id: str, task: FloorTask | None, *, asked: bool) -> None:
        """As the bench looks after every page: a newer fence of its own is adopted, somebody else's ends the run."""
        run = self.runs.get(task_id)
        if run is None:
            return
        if task is not None and task.holder in ("", MINE):
            if task.holder == MINE and task.fence > run:
                self.runs[task_id] = task.fence
            if task.holder == MINE or task.fence <= run or asked:
                return
        del self.runs[task_id]
