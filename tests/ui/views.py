"""Every sample view by name, and the same with longer words."""

from __future__ import annotations

from tests.ui.samples import lots, packing, refusals, tasks, walking

ALL = {
    make.__name__: make
    for make in (
        walking.starting,
        walking.fault,
        walking.sign_in,
        walking.queue,
        walking.queue_empty,
        walking.pick,
        walking.pick_location,
        walking.pick_totes,
        packing.pack,
        packing.pack_cartons,
        packing.pack_tote,
        refusals.refuse,
        refusals.refuse_unknown,
        refusals.refuse_too_many,
        refusals.refuse_tote,
        refusals.refuse_done,
        refusals.refuse_not_now,
        packing.label,
        packing.label_trouble,
        packing.done,
        packing.dispatch,
        packing.devices,
        packing.choice,
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
