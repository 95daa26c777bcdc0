"""Small indexes over the bench's own documents, so that a scan never has to look through the whole day's work."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.floor.labelling import Parcel
from app.domain.floor.walk import PickRun
from app.station.storage import Work

LANE = "lane"
DONE = "done"
GONE_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneParcel:
    parcel_id: str
    order_number: str
    sscc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Parcels by what they wait for: `open` their label, `waiting` the dispatch scan; `gone` are the latest to leave.

    `open` are parcel ids; each tuple is oldest first.
    """

    open: tuple[str, ...] = ()
    waiting: tuple[LaneParcel, ...] = ()
    gone: tuple[LaneParcel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelNumber:
    """Which parcel carries a number; kept under the SSCC."""

    parcel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLists:
    """Lists worked off here whose lease the centre has not withdrawn yet: they must not be begun again."""

    list_ids: tuple[str, ...] = ()


def lane(work: Work) -> Lane:
    return work.get(Lane, LANE) or Lane()


def parcel_with(work: Work, sscc: str) -> Parcel | None:
    """The parcel of this bench that carries the number."""
    found = work.get(ParcelNumber, sscc)
    return work.get(Parcel, found.parcel_id) if found else None


def closed(work: Work, parcel: Parcel) -> None:
    """A carton was closed: its parcel waits for a label."""
    now = lane(work)
    work.put(LANE, replace(now, open=(*now.open, parcel.parcel_id)))


def numbered(work: Work, parcel: Parcel) -> None:
    work.put(parcel.sscc, ParcelNumber(parcel_id=parcel.parcel_id))


def labelled(work: Work, parcel: Parcel) -> None:
    """The label is on the box: the parcel waits for dispatch."""
    now = lane(work)
    still_open = tuple(parcel_id for parcel_id in now.open if parcel_id != parcel.parcel_id)
    work.put(LANE, replace(now, open=still_open, waiting=(*now.waiting, _row(parcel))))


def given_up(work: Work, parcel: Parcel) -> None:
    """The parcel will never have a label here."""
    now = lane(work)
    work.put(LANE, replace(now, open=tuple(parcel_id for parcel_id in now.open if parcel_id != parcel.parcel_id)))


def dispatched(work: Work, parcel: Parcel) -> None:
    now = lane(work)
    waiting = tuple(row for row in now.waiting if row.parcel_id != parcel.parcel_id)
    work.put(LANE, replace(now, waiting=waiting, gone=(*now.gone, _row(parcel))[-GONE_SHOWN:]))


def done_lists(work: Work) -> frozenset[str]:
    found = work.get(DoneLists, DONE)
    return frozenset(found.list_ids if found else ())


def retired(work: Work, run: PickRun) -> None:
    """Remember that the list was worked off."""
    work.put(DONE, DoneLists(list_ids=(*sorted(done_lists(work)), run.list_id)))


def withdrawn(work: Work, list_ids: frozenset[str]) -> None:
    """The centre took these leases back: nothing can begin them again."""
    if list_ids:
        work.put(DONE, DoneLists(list_ids=tuple(sorted(done_lists(work) - list_ids))))


def _row(parcel: Parcel) -> LaneParcel:
    return LaneParcel(parcel_id=parcel.parcel_id, order_number=parcel.order_number, sscc=parcel.sscc)
