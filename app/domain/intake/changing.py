"""What a change of an order does, by how far the order has come: one table, and how changed lines are matched. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from app.domain.intake.orders import NewLine


class Stage(StrEnum):
    """How far an order has come."""

    WAITING = "waiting"
    """In no pick list."""
    RELEASED = "released"
    """In a list nobody has."""
    PICKING = "picking"
    """In a list a station holds: it may be picking right now, with or without a network."""
    PACKED = "packed"
    """A box is closed."""
    LABELLED = "labelled"
    """A label was made for a box."""
    SHIPPED = "shipped"
    """A box has left."""
    CANCELLED = "cancelled"


class Change(StrEnum):
    """What is different. More is a bigger quantity or a new line; fewer a smaller quantity or a line that is gone."""

    MORE = "quantity increased"
    FEWER = "quantity decreased"
    ADDED = "line added"
    REMOVED = "line removed"
    ADDRESS = "address changed"
    SERVICE = "service changed"
    NOTE = "note changed"
    MONEY = "payment or amounts changed"
    CANCELLED = "cancelled"
    REOPENED = "no longer cancelled"


class Effect(IntEnum):
    """What is done; with several changes at once the greatest effect is done for all of them."""

    RECORD = 1
    """Written down; nothing that is being done changes."""
    TAKE_OVER = 2
    """Done at once: stock is promised or released for the difference, details are judged anew."""
    TAKE_OUT = 3
    """Taken out of its list, which nobody has; then as TAKE_OVER, and released again by itself."""
    INTERRUPT = 4
    """Stopped at the bench; units in its tote are put aside with a put-back task; then as TAKE_OVER, picked anew."""
    STOP = 5
    """The boxes must not leave: stop-shipment task and an operator's hold; the change waits for a person."""
    REFUSE = 6
    """Too late: nothing changes, and a task says whom to tell what."""
    CANCEL = 7
    """Stock is released, picked units are put aside with a put-back task, boxes are stopped, what left is a return."""


_LINES: Final = (Change.MORE, Change.FEWER, Change.ADDED, Change.REMOVED)
_BY_STAGE: Final = (Stage.WAITING, Stage.RELEASED, Stage.PICKING, Stage.PACKED, Stage.LABELLED, Stage.SHIPPED)
_ROWS: Final[dict[Change, tuple[Effect, ...]]] = {
    **dict.fromkeys(
        _LINES, (Effect.TAKE_OVER, Effect.TAKE_OUT, Effect.INTERRUPT, Effect.STOP, Effect.STOP, Effect.REFUSE)
    ),
    Change.ADDRESS: (
        Effect.TAKE_OVER, Effect.TAKE_OVER, Effect.INTERRUPT, Effect.STOP, Effect.STOP, Effect.REFUSE,
    ),
    Change.SERVICE: (
        Effect.TAKE_OVER, Effect.TAKE_OUT, Effect.INTERRUPT, Effect.STOP, Effect.STOP, Effect.REFUSE,
    ),
    Change.NOTE: (
        Effect.TAKE_OVER, Effect.TAKE_OVER, Effect.TAKE_OVER, Effect.RECORD, Effect.RECORD, Effect.RECORD,
    ),
    Change.MONEY: (Effect.TAKE_OVER,) * 6,
    Change.CANCELLED: (Effect.CANCEL,) * 6,
}  # fmt: skip
EFFECTS: Final[dict[tuple[Change, Stage], Effect]] = {
    **{(kind, stage): effect for kind, row in _ROWS.items() for stage, effect in zip(_BY_STAGE, row, strict=True)},
    **{(kind, Stage.CANCELLED): Effect.RECORD for kind in Change},
    (Change.REOPENED, Stage.CANCELLED): Effect.TAKE_OVER,
}
"""An address that changes while a bench has the list interrupts it, because a bench without a network would print the
old one. A cancelled order comes back only when the shop cancelled it (else REOPENED is refused by whoever asks)."""


def effect_of(kinds: Collection[Change], stage: Stage) -> Effect:
    """The greatest effect any of the changes has at this stage."""
    return max((EFFECTS[kind, stage] for kind in kinds), default=Effect.RECORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineNow:
    """A line as it stands: `wanted` units are ordered and not cancelled; `ref` is the shop's own id of it."""

    line_id: str
    sku: str
    wanted: int
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesDiffer:
    """`deltas` are (line id, units more or fewer); `added` are new lines; `gone` ids of lines that fall to zero.

    `kept` are (line id, the line as asked for): their amounts and names are taken over.
    """

    kept: tuple[tuple[str, NewLine], ...] = ()
    deltas: tuple[tuple[str, int], ...] = ()
    added: tuple[NewLine, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[Change]:
        less = {line_id for line_id, units in self.deltas if units < 0}
        found = {
            Change.MORE: any(units > 0 for _, units in self.deltas),
            Change.FEWER: bool(less - set(self.gone)),
            Change.ADDED: bool(self.added),
            Change.REMOVED: bool(self.gone),
        }
        return frozenset(kind for kind, there in found.items() if there)


def compare_lines(now: Sequence[LineNow], asked: Sequence[NewLine]) -> LinesDiffer:
    """What turns the lines as they stand into those asked for: matched by the shop's id and SKU, then by SKU.

    Applying it gives every SKU exactly the units asked for. A line that was cancelled earlier may come back.
    """
    left = list(now)
    pairs: list[tuple[LineNow, NewLine]] = []
    rest = _matched(left, asked, pairs, by_ref=True)
    rest = _matched(left, rest, pairs, by_ref=False)
    deltas = [(line.line_id, new.quantity - line.wanted) for line, new in pairs if new.quantity != line.wanted]
    gone = [line for line in left if line.wanted]
    deltas += [(line.line_id, -line.wanted) for line in gone]
    kept = tuple((line.line_id, new) for line, new in pairs)
    return LinesDiffer(kept=kept, deltas=tuple(deltas), added=tuple(rest), gone=tuple(line.line_id for line in gone))


def _matched(
    left: list[LineNow], asked: Iterable[NewLine], pairs: list[tuple[LineNow, NewLine]], *, by_ref: bool
) -> list[NewLine]:
    """Move matches from `left` to `pairs`; returns what found no line. Lines still wanted are taken first."""
    rest = []
    for new in asked:
        fits = [line for line in left if line.sku == new.sku and (not by_ref or (line.ref and line.ref == new.ref))]
        if not fits:
            rest.append(new)
            continue
        best = min(fits, key=lambda line: (line.wanted == 0, line.wanted != new.quantity))
        left.remove(best)
        pairs.append((best, new))
    return rest
