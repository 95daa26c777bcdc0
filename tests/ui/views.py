"""Every sample view by name, and the same with longer words."""

from __future__ import annotations

from tests.ui import packing_samples as late
from tests.ui import samples as early

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
        late.refuse,
        late.refuse_unknown,
        late.refuse_too_many,
        late.label,
        late.label_trouble,
        late.done,
        late.dispatch,
        late.devices,
        late.choice,
    )
}
