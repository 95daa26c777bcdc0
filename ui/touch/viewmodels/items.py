"""A product, a verdict bar and a refusal as QML sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.station.view.panels import BarView, ItemView, LotView, RefusalView
from app.station.view.signs import Tone
from ui.touch.pictures import FindPicture
from ui.touch.viewmodels.announcing import announce, isolated

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

LONGEST_LETTER = 3


@dataclass(frozen=True, slots=True)
class Face:
    """`letter` stands on the tag of the picture (a size like XL), "" when what differs is no short mark."""

    shown: bool = False
    name: str = ""
    rest: str = ""
    differs: str = ""
    picture: str = ""
    letter: str = ""


def face_of(item: ItemView | None, find: FindPicture) -> Face:
    """What is drawn of a product."""
    if item is None:
        return Face()
    picture = find(item.picture)
    short = len(item.differs) <= LONGEST_LETTER and item.differs == item.differs.upper()
    letter = item.differs if short else ""
    return Face(True, isolated(item.name), item.rest, item.differs, picture.url, letter)


@QmlElement
class ItemModel(QObject):
    """One product; `shown` is False when none is meant."""

    shown_changed = Signal()
    name_changed = Signal()
    rest_changed = Signal()
    differs_changed = Signal()
    picture_changed = Signal()
    letter_changed = Signal()

    def __init__(self, find: FindPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._face = Face()

    def show(self, item: ItemView | None) -> None:
        """None keeps the last words, hidden, so that a fading panel does not change under the eye."""
        before = self._face
        self._face = replace(before, shown=False) if item is None else face_of(item, self._find)
        announce(self, before, self._face)

    @Property(bool, notify=shown_changed)
    def shown(self) -> bool:
        return self._face.shown

    @Property(str, notify=name_changed)
    def name(self) -> str:
        return self._face.name

    @Property(str, notify=rest_changed)
    def rest(self) -> str:
        return self._face.rest

    @Property(str, notify=differs_changed)
    def differs(self) -> str:
        return self._face.differs

    @Property(str, notify=picture_changed)
    def picture(self) -> str:
        return self._face.picture

    @Property(str, notify=letter_changed)
    def letter(self) -> str:
        return self._face.letter


@QmlElement
class LotModel(QObject):
    """The lot to take, or that serial numbers are scanned; `shown` is False where neither matters."""

    shown_changed = Signal()
    caption_changed = Signal()
    lot_changed = Signal()
    use_by_changed = Signal()
    note_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = False
        self._lot = LotView(caption="", lot="")

    def show(self, lot: LotView | None) -> None:
        """None keeps the last words, hidden, as an item does."""
        if lot is not None:
            before, self._lot = self._lot, lot
            announce(self, before, lot)
        if self._shown != (lot is not None):
            self._shown = lot is not None
            self.shown_changed.emit()

    @Property(bool, notify=shown_changed)
    def shown(self) -> bool:
        return self._shown

    @Property(str, notify=caption_changed)
    def caption(self) -> str:
        return self._lot.caption

    @Property(str, notify=lot_changed)
    def lot(self) -> str:
        return isolated(self._lot.lot)

    @Property(str, notify=use_by_changed)
    def use_by(self) -> str:
        return self._lot.use_by

    @Property(str, notify=note_changed)
    def note(self) -> str:
        return self._lot.note


@QmlElement
class BarModel(QObject):
    """The verdict bar; `tone` is a name of bench_view.Tone."""

    shown_changed = Signal()
    tone_changed = Signal()
    title_changed = Signal()
    detail_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = False
        self._bar = BarView(tone=Tone.QUIET, title="")

    def show(self, bar: BarView | None) -> None:
        if bar is not None:
            before, self._bar = self._bar, bar
            announce(self, before, bar)
        if self._shown != (bar is not None):
            self._shown = bar is not None
            self.shown_changed.emit()

    @Property(bool, notify=shown_changed)
    def shown(self) -> bool:
        return self._shown

    @Property(str, notify=tone_changed)
    def tone(self) -> str:
        return self._bar.tone.value

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._bar.title

    @Property(str, notify=detail_changed)
    def detail(self) -> str:
        return self._bar.detail


NO_REFUSAL = RefusalView(
    tone=Tone.WRONG,
    title="",
    scanned="",
    scanned_item=None,
    needed="",
    needed_item=None,
    headline="",
    orders=(),
    note="",
    footer="",
)


@QmlElement
class RefusalModel(QObject):
    """What covers the work area until acknowledged; `orders` are whole sentences, one a line."""

    shown_changed = Signal()
    tone_changed = Signal()
    title_changed = Signal()
    scanned_changed = Signal()
    needed_changed = Signal()
    headline_changed = Signal()
    orders_changed = Signal()
    note_changed = Signal()
    footer_changed = Signal()

    def __init__(self, find: FindPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = False
        self._refusal = NO_REFUSAL
        self._scanned_item = ItemModel(find, self)
        self._needed_item = ItemModel(find, self)

    def show(self, refusal: RefusalView | None) -> None:
        if refusal is not None:
            before, self._refusal = self._refusal, refusal
            announce(self, before, refusal)
            self._scanned_item.show(refusal.scanned_item)
            self._needed_item.show(refusal.needed_item)
        if self._shown != (refusal is not None):
            self._shown = refusal is not None
            self.shown_changed.emit()

    @Property(bool, notify=shown_changed)
    def shown(self) -> bool:
        return self._shown

    @Property(str, notify=tone_changed)
    def tone(self) -> str:
        return self._refusal.tone.value

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._refusal.title

    @Property(str, notify=scanned_changed)
    def scanned(self) -> str:
        return isolated(self._refusal.scanned)

    @Property(str, notify=needed_changed)
    def needed(self) -> str:
        return isolated(self._refusal.needed)

    @Property(str, notify=headline_changed)
    def headline(self) -> str:
        return self._refusal.headline

    @Property(str, notify=orders_changed)
    def orders(self) -> str:
        return "\n".join(self._refusal.orders)

    @Property(str, notify=note_changed)
    def note(self) -> str:
        return self._refusal.note

    @Property(str, notify=footer_changed)
    def footer(self) -> str:
        return self._refusal.footer

    @Property(ItemModel, constant=True)
    def scanned_item(self) -> ItemModel:
        return self._scanned_item

    @Property(ItemModel, constant=True)
    def needed_item(self) -> ItemModel:
        return self._needed_item
