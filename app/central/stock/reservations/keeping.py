"""Reservations as a channel makes, sees and ends them: only its own, under owners it names as it likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from app.central.centre import Centre
from app.central.intake.once import Answer, once
from app.central.intake.promises.reserved import owner_of
from app.central.stock.moving import NotMoved, arrived
from app.central.stock.reservations.converting import end
from app.central.stock.reservations.reserving import Asked, reserve
from app.central.stock.values import ReservationRow, ReservedRow
from app.central.storage.unit import Work
from app.central.values import ChannelRow
from app.domain.stock.promises import Shortage

OWNER_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Kept:
    """A reservation as it stands now, its owner as the channel named them, and what it keeps of which levels."""

    row: ReservationRow
    lines: tuple[ReservedRow, ...]


def reserve_for(
    centre: Centre, channel: ChannelRow, owner: str, lines: Sequence[Asked], ttl: timedelta
) -> Kept | NotMoved | tuple[Shortage, ...]:
    """As `reserve`, for an owner of the channel's."""
    if not 0 < len(owner.strip()) <= len(owner) <= OWNER_LONGEST:
        return NotMoved("owner", f"an owner has 1 to {OWNER_LONGEST} characters")
    with centre.begin(channel.site_id) as work:
        made = reserve(centre, channel.site_id, owner_of(channel.channel_id, owner), lines, ttl)
        if not isinstance(made, ReservationRow):
            return made
        found = _seen(work, channel, made.reservation_id)
        assert found is not None
        return found


class _NotKept(Exception):
    def __init__(self, answer: NotMoved) -> None:
        super().__init__(answer.why)
        self.answer = answer


def reserve_once(
    centre: Centre,
    channel: ChannelRow,
    asked: tuple[str, str],
    keep: tuple[str, Sequence[Asked], timedelta],
    answer: Callable[[Kept | tuple[Shortage, ...]], tuple[int, bytes]],
) -> Answer | NotMoved:
    """As `reserve_for` with the owner, lines and time of `keep`, once: `asked` is (Idempotency-Key, body's SHA-256).

    What was kept, or what was short, is stored as it was answered; a wrong field is not, for the key was not used.
    """

    def make() -> tuple[int, bytes]:
        found = reserve_for(centre, channel, *keep)
        if isinstance(found, NotMoved):
            raise _NotKept(found)
        return answer(found)

    try:
        with centre.begin(channel.site_id) as work:
            return once(work, channel.channel_id, *asked, make)
    except _NotKept as no:
        return no.answer


def reservation_of(centre: Centre, channel: ChannelRow, reservation_id: str) -> Kept | None:
    """A reservation of the channel's; None when it has none of this id."""
    with centre.read(channel.site_id) as work:
        return _seen(work, channel, reservation_id)


def give_back(centre: Centre, channel: ChannelRow, reservation_id: str) -> Kept | None:
    """Let the units of a reservation go, if it still keeps any, also when an order that waits counts on it.

    Returns it as it stands then; None when the channel has none of this id.
    """
    with centre.begin(channel.site_id) as work:
        found = _seen(work, channel, reservation_id)
        if found is not None and end(work, reservation_id, "released"):
            arrived(work)
        return _seen(work, channel, reservation_id)


def _seen(work: Work, channel: ChannelRow, reservation_id: str) -> Kept | None:
    row = work.reservations.get(reservation_id)
    mine = owner_of(channel.channel_id, "")
    if row is None or not row.owner.startswith(mine):
        return None
    over = row.state == "active" and row.expires_at <= work.now
    shown = replace(row, owner=row.owner.removeprefix(mine), state="expired" if over else row.state)
    return Kept(shown, work.reservations.lines(reservation_id))
