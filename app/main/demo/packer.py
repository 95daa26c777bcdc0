"""A packer made of rules: reads the screen, and does what a person with a scanner would do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.barcodes import encode_badge, encode_place, encode_tote
from app.domain.floor.cards import Command
from app.station.view.bench_view import BenchView
from app.station.view.panels import PackPanel, PickPanel
from app.station.view.signs import Screen


@dataclass(frozen=True, slots=True)
class Scan:
    """Pull the trigger on this code; `aim` is the identifier a scanner sends before it."""

    code: str
    aim: str


@dataclass(frozen=True, slots=True)
class Touch:
    """Press the button of this command."""

    command: str


Move = Scan | Touch

EAN, CODE_128, GS1_128 = "]E0", "]C0", "]C1"


def own_code(text: str) -> Scan:
    return Scan(text, CODE_128)


def parcel_code(sscc: str) -> Scan:
    return Scan(f"00{sscc}", GS1_128)


@dataclass(slots=True)
class Packer:
    """`codes` gives the barcode printed on each SKU; `labels` the SSCCs on paper so far, oldest first.

    `goal` is how many orders to pack (None: all there are). `mistakes` are taken one by one, each where it fits: every
    refusal is to be seen, and to cost nothing.
    """

    badge: str
    codes: Mapping[str, str]
    totes: Sequence[str]
    labels: Callable[[], Sequence[str]]
    mistakes: list[str] = field(default_factory=list)
    goal: int | None = None
    dispatched: list[str] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)
    _next_tote: Iterator[str] = field(init=False)
    _asked_by_mistake: bool = False

    def __post_init__(self) -> None:
        self._next_tote = self._cycle()

    def _cycle(self) -> Iterator[str]:
        while True:
            yield from self.totes

    def move(self, view: BenchView) -> Move | None:
        """What to do about this picture; None means wait for the next one."""
        if view.refusal is not None:
            return Touch(Command.OK)
        if view.screen is Screen.SIGN_IN:
            return own_code(encode_badge(self.badge))
        if view.screen is Screen.CHOICE:
            return self._choice()
        if view.screen is Screen.QUEUE:
            return self._at_queue(view)
        if view.pick is not None:
            return self._on_walk(view.pick)
        if view.pack is not None:
            return self._packing(view.pack)
        if view.label is not None:
            return self._labelling(view.label.sscc)
        if view.screen is Screen.DONE:
            return Touch(Command.DISPATCH if self._enough() else Command.NEXT)
        if view.screen is Screen.DISPATCH:
            return self._at_gate()
        return Touch(Command.BACK) if view.screen is Screen.DEVICES else None

    def _choice(self) -> Move:
        """Take the first answer, unless nothing was meant to be asked."""
        by_mistake, self._asked_by_mistake = self._asked_by_mistake, False
        return Touch(Command.BACK if by_mistake else Command.REASON_1)

    def _at_queue(self, view: BenchView) -> Move | None:
        queue = view.queue
        if queue is None:
            return None
        if self._take("look_at_devices"):
            return Touch(Command.DEVICES)
        if self._enough() and self._waiting_parcels():
            return Touch(Command.DISPATCH)
        if queue.totes:
            return own_code(encode_tote(queue.totes[0]))
        if self._waiting_parcels():
            return Touch(Command.DISPATCH)
        return Touch(Command.START) if queue.next_number else None

    def _on_walk(self, pick: PickPanel) -> Move | None:
        if pick.phase == "totes":
            return own_code(encode_tote(next(self._next_tote)))
        if pick.phase == "location":
            return self._mistaken("item_too_early", pick) or own_code(encode_place(pick.location))
        if pick.phase == "tote":
            return self._mistaken("wrong_tote", pick) or own_code(
                encode_tote(next(tote.tote for tote in pick.totes if tote.current))
            )
        return self._mistaken("pick_wrong_item", pick) or self._item(pick.item.sku if pick.item else "")

    def _packing(self, pack: PackPanel) -> Move | None:
        if pack.phase == "tote":
            return own_code(encode_tote(pack.totes[0].tote)) if pack.totes else Touch(Command.BACK)
        if pack.item is None:
            return Touch(Command.CLOSE_CARTON)
        return self._pack_mistake(pack) or self._item(pack.item.sku)

    def _pack_mistake(self, pack: PackPanel) -> Move | None:
        done = [line for line in pack.lines if line.done == line.wanted]
        if done and self._take("one_too_many"):
            return self._item(done[0].item.sku)
        if self._take("unknown_barcode"):
            return Scan("4006381333931", EAN)
        if pack.tote and self._take("already_done"):
            return own_code(encode_tote(pack.tote))
        if sum(line.done for line in pack.lines) and self._take("undo"):
            return Touch(Command.UNDO)
        if self._take("second_thoughts"):
            self._asked_by_mistake = True
            return Touch(Command.PROBLEM)
        other = self._sibling(pack.item.sku if pack.item else "", [line.item.sku for line in pack.lines])
        return self._item(other) if other and self._take("wrong_item") else None

    def _mistaken(self, what: str, pick: PickPanel) -> Move | None:
        if what == "item_too_early":
            return self._item(pick.item.sku) if pick.item and self._take(what) else None
        if what == "wrong_tote":
            other = next((tote.tote for tote in pick.totes if not tote.current), "")
            return own_code(encode_tote(other)) if other and self._take(what) else None
        other = self._sibling(pick.item.sku if pick.item else "", [])
        return self._item(other) if other and self._take(what) else None

    def _take(self, what: str) -> bool:
        if what not in self.mistakes:
            return False
        self.mistakes.remove(what)
        return True

    def _sibling(self, sku: str, not_these: Sequence[str]) -> str:
        """A variant that looks alike: same style and colour, another size."""
        stem = sku.rsplit("-", 1)[0]
        taken = {sku, *not_these}
        return next((other for other in self.codes if other.startswith(stem) and other not in taken), "")

    def _item(self, sku: str) -> Scan:
        return Scan(self.codes[sku], EAN)

    def _labelling(self, sscc: str) -> Move | None:
        """Scan what came out of the printer; nothing to scan yet means wait."""
        if not sscc or sscc not in self.labels():
            return None
        if sscc not in self.applied:
            self.applied.append(sscc)
        return parcel_code(sscc)

    def _enough(self) -> bool:
        """As many orders are packed as were asked for: what is packed goes out, the other totes stay as they are."""
        return self.goal is not None and len(self.applied) >= self.goal

    def _waiting_parcels(self) -> list[str]:
        return [sscc for sscc in self.applied if sscc not in self.dispatched]

    def _at_gate(self) -> Move:
        waiting = self._waiting_parcels()
        if not waiting:
            return Touch(Command.BACK)
        self.dispatched.append(waiting[0])
        return parcel_code(waiting[0])
