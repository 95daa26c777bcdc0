"""The panels of the kiosk: what each screen shows beside its header, verdict and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.station.view.signs import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One button. `command` names a `floor.cards.Command`; `key` is the keyboard hint; `hold`: press 800 ms."""

    command: str
    label: str
    key: str = ""
    icon: str = ""
    primary: bool = False
    hold: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A product as a packer knows it. `differs` is the one attribute in big type (size L); `rest` the others (black).

    `picture` is a file name in the pictures folder ("" when there is none).
    """

    sku: str
    name: str
    rest: str
    differs: str
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A row of the order: `done` of `wanted` units; `current` is the row the hero shows."""

    item: ItemView
    done: int
    wanted: int
    short: int = 0
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """The verdict bar under the hero: what just happened or what to do next."""

    tone: Tone
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalView:
    """Covers the work area until acknowledged. Items are None where not known; texts are whole sentences."""

    tone: Tone
    title: str
    scanned: str
    scanned_item: ItemView | None
    needed: str
    needed_item: ItemView | None
    headline: str
    orders: tuple[str, ...]
    note: str
    footer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """The link badge: `text` like "centre ok · 0 waiting" or "offline · 38 waiting · oldest 13:02"."""

    online: bool
    waiting: int
    oldest: datetime | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToteView:
    """One tote of a cluster: `units` are to be put here now (0 greys it); `current` is the one to scan now."""

    tote: str
    order: str
    units: int
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRowView:
    """`tone` of the stripe; `number` P-219; `title` "4 orders · 9 units"; `detail` why; `right` "ship by 14:00".

    A task has an `icon` of its kind beside its `number` (the kind in words), and `command` and `key` to take it by.
    """

    number: str
    title: str
    detail: str
    right: str
    tone: Tone
    icon: str = ""
    command: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePanel:
    """`next_number` is "" when nothing is leased to this bench; then `why` says why the queue is empty for it."""

    next_number: str
    next_title: str
    summary: str
    why: str
    totes: tuple[str, ...]
    hint: str
    rows: tuple[QueueRowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotView:
    """A lot to tell apart: its code, `use_by` its last good day in words, `note` when others lie beside it.

    For a product with serial numbers `lot` is "" and `note` says that each unit's number is scanned.
    """

    caption: str
    lot: str
    use_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickPanel:
    """`location_done`: the location has been scanned. `left` units of `item` (and `lot`) still to take here."""

    location: str
    location_words: str
    location_done: bool
    totes: tuple[ToteView, ...]
    item: ItemView | None
    left: int
    left_words: str
    phase: str  # "totes" (give each order a tote) | "location" | "item" | "tote"
    lot: LotView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPanel:
    """A task of the floor: its kind as `icon` and words, and `why` it is to be done.

    `place` is where to go now, a location or a parcel's number, under its `caption`; `place_done` says it was scanned.
    `then` is where to go after it ("" for nowhere). `left` units of `item` are still to do, of `lot` ("" for any).
    `counted` is the number of a count, typed on a pad when `pad` is set; `instruct` stands where no item is shown.
    """

    icon: str
    kind_words: str
    why: str
    caption: str
    place: str
    place_words: str
    place_done: bool
    scan_words: str
    then: str
    item: ItemView | None
    left: int
    left_words: str
    lot: str
    lot_words: str
    counted: str
    pad: bool
    instruct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPanel:
    """`tote` is where the goods come from; `cartons` the choice (code, name), `carton` the code chosen or suggested.

    `carton_words` say which of the two it is.
    """

    lines: tuple[LineView, ...]
    item: ItemView | None
    left: int
    left_words: str
    tote: str
    cartons: tuple[tuple[str, str], ...]
    carton: str
    phase: str  # "tote" (scan a tote to begin; `totes` lists those waiting) | "items"
    totes: tuple[ToteView, ...] = ()
    carton_words: str = ""
    lot: LotView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One fact about the label: done, being waited for (current), or in trouble."""

    title: str
    detail: str
    done: bool
    current: bool = False
    trouble: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPanel:
    """A drawing of the label beside its checks; address lines in order, first one is the name."""

    headline: str
    explain: str
    sender: str
    address: tuple[str, ...]
    service: str
    sscc: str
    sscc_text: str
    footer: str
    checks: tuple[CheckView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DonePanel:
    title: str
    detail: str
    facts: tuple[str, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchPanel:
    """`waiting` parcels are labelled here and not yet dispatched; `last` the latest dispatched ones."""

    title: str
    hint: str
    waiting: tuple[tuple[str, str], ...]
    last: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    name: str
    kind: str
    tone: Tone
    state: str
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePanel:
    """A question with up to nine answers; answer n is the command REASON_n (key n); BACK (Esc) leaves it."""

    title: str
    explain: str
    answers: tuple[str, ...]
