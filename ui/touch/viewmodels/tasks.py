"""A task of the floor as QML sees it."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.station.view.panels import TaskPanel
from ui.touch.pictures import FindPicture
from ui.touch.viewmodels.announcing import announce
from ui.touch.viewmodels.items import ItemModel

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

NO_TASK = TaskPanel(
    icon="", kind_words="", why="", caption="", place="", place_words="", place_done=False, scan_words="", then="",
    item=None, left=0, left_words="", lot="", lot_words="", counted="", pad=False, instruct="",
)  # fmt: skip


@QmlElement
class TaskModel(QObject):
    """What kind of task it is and why, where to go, what to take or count, and the pad a count is typed on."""

    icon_changed = Signal()
    kind_words_changed = Signal()
    why_changed = Signal()
    caption_changed = Signal()
    place_changed = Signal()
    place_words_changed = Signal()
    place_done_changed = Signal()
    scan_words_changed = Signal()
    then_changed = Signal()
    left_changed = Signal()
    left_words_changed = Signal()
    lot_changed = Signal()
    lot_words_changed = Signal()
    counted_changed = Signal()
    pad_changed = Signal()
    instruct_changed = Signal()

    def __init__(self, find: FindPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = NO_TASK
        self._item = ItemModel(find, self)

    def show(self, panel: TaskPanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._item.show(panel.item)

    @Property(str, notify=icon_changed)
    def icon(self) -> str:
        return self._panel.icon

    @Property(str, notify=kind_words_changed)
    def kind_words(self) -> str:
        return self._panel.kind_words

    @Property(str, notify=why_changed)
    def why(self) -> str:
        return self._panel.why

    @Property(str, notify=caption_changed)
    def caption(self) -> str:
        return self._panel.caption

    @Property(str, notify=place_changed)
    def place(self) -> str:
        return self._panel.place

    @Property(str, notify=place_words_changed)
    def place_words(self) -> str:
        return self._panel.place_words

    @Property(bool, notify=place_done_changed)
    def place_done(self) -> bool:
        return self._panel.place_done

    @Property(str, notify=scan_words_changed)
    def scan_words(self) -> str:
        return self._panel.scan_words

    @Property(str, notify=then_changed)
    def then(self) -> str:
        return self._panel.then

    @Property(int, notify=left_changed)
    def left(self) -> int:
        return self._panel.left

    @Property(str, notify=left_words_changed)
    def left_words(self) -> str:
        return self._panel.left_words

    @Property(str, notify=lot_changed)
    def lot(self) -> str:
        return self._panel.lot

    @Property(str, notify=lot_words_changed)
    def lot_words(self) -> str:
        return self._panel.lot_words

    @Property(str, notify=counted_changed)
    def counted(self) -> str:
        return self._panel.counted

    @Property(bool, notify=pad_changed)
    def pad(self) -> bool:
        return self._panel.pad

    @Property(str, notify=instruct_changed)
    def instruct(self) -> str:
        return self._panel.instruct

    @Property(ItemModel, constant=True)
    def item(self) -> ItemModel:
        return self._item
