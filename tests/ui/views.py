"""Every sample view by name, and the same with longer words."""

from __future__ import annotations

from tests.ui import lot_samples as lots
from tests.ui import packing_samples as late
from tests.ui import refusal_samples as refusals
from tests.ui import samples as early
from tests.ui import task_samples as tasks

ALL = {
    make.__name__: make
    for make in (
        early.starting,
        early.fault,
        early.sign_in,
        early.queue,
        early.queue_empty,
        early.pick,
        early.pick_location,
        early.pick_totes,
        late.pack,
        late.pack_cartons,
        late.pack_tote,
        refusals.refuse,
        refusals.refuse_unknown,
        refusals.refuse_too_many,
        refusals.refuse_tote,
        refusals.refuse_done,
        refusals.refuse_not_now,
        late.label,
        late.label_trouble,
        late.done,
        late.dispatch,
        late.devices,
        late.choice,
        tasks.task_put_back,
        tasks.task_refill,
        tasks.task_count,
        tasks.task_count_place,
        tasks.task_inspect,
        tasks.task_stop,
        tasks.task_disposition,
        tasks.queue_tasks,
        *lots.ALL,
    )
}
