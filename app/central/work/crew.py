"""Who could do work now: people signed in or on duty and benches, with what they can do and how much they have."""

from __future__ import annotations

from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.storage.unit import Work
from app.central.values import ListRow
from app.central.work.values import TaskRow, WorkerRow
from app.domain.work.assigning import Candidate, Offer

PERSON: Final = "person"
STATION: Final = "station"
USUAL_MOST: Final = 3


def put_worker(
    centre: Centre,
    site: str,
    worker_id: str,
    *,
    kind: str = PERSON,
    role: str = "packer",
    skills: tuple[str, ...] = (),
    zones: tuple[str, ...] = (),
    most: int = USUAL_MOST,
    on_duty: bool = True,
) -> bool:
    """Say what somebody can do; True when that is news. A person on duty is given tasks without asking."""
    row = WorkerRow(
        worker_id=worker_id,
        kind=kind,
        role=role,
        skills=msgspec.json.encode(sorted(skills)).decode(),
        zones=msgspec.json.encode(sorted(zones)).decode(),
        most=most,
        on_duty=int(on_duty),
    )
    with centre.begin(site) as work:
        return work.workers.put(row)


def candidate(work: Work, worker_id: str, kind: str = PERSON, role: str = "") -> Candidate:
    """A worker as assignment sees him; a packer nobody described has his role and no special skills."""
    row = work.workers.get(worker_id)
    load = work.tasks.loads().get(worker_id, 0) if kind == PERSON else 0
    if row is None:
        known = role or work.workers.role_of(worker_id) or "packer"
        return Candidate(worker_id=worker_id, kind=kind, role=known, load=load, most=USUAL_MOST)
    return _described(row, role or row.role, load)


def crew(work: Work) -> tuple[Candidate, ...]:
    """Everybody who could be given a task now: packers signed in at a bench, and people on duty."""
    loads = work.tasks.loads()
    described = {row.worker_id: row for row in work.workers.all_workers()}
    here = work.workers.signed_in()
    on_duty = {row.worker_id: row.role for row in described.values() if row.on_duty and row.kind == PERSON}
    found = []
    for worker_id, role in sorted({**on_duty, **here}.items()):
        row, load = described.get(worker_id), loads.get(worker_id, 0)
        if row is None:
            found.append(Candidate(worker_id=worker_id, kind=PERSON, role=role, load=load, most=USUAL_MOST))
        else:
            found.append(_described(row, row.role or role, load))
    return tuple(found)


def offer_of(row: ListRow) -> Offer:
    """A pick list as assignment sees it."""
    return Offer(
        id=row.list_id,
        priority=row.priority,
        rank=row.rank,
        due_at=row.ship_by,
        created_at=row.created_at,
        zone=row.zone,
        pinned_to=row.pinned_to,
    )


def offer_of_task(row: TaskRow) -> Offer:
    """A task as assignment sees it."""
    return Offer(
        id=row.task_id,
        priority=row.priority,
        rank=row.rank,
        due_at=row.due_at,
        created_at=row.opened_at,
        role=row.role,
        skill=row.skill,
        zone=row.zone,
        pinned_to=row.pinned_to,
        meant_for=row.assignee if row.state == "queued" else "",
        not_for=row.not_for,
    )


def _described(row: WorkerRow, role: str, load: int) -> Candidate:
    return Candidate(
        worker_id=row.worker_id,
        kind=row.kind,
        role=role,
        skills=frozenset(msgspec.json.decode(row.skills, type=tuple[str, ...])),
        zones=frozenset(msgspec.json.decode(row.zones, type=tuple[str, ...])),
        load=load,
        most=row.most,
    )
