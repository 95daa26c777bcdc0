"""The queue, the pick list and the carton as QML sees them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.station.view.panels import LineView, PackPanel, PickPanel, QueuePanel, QueueRowView, ToteView
from ui.touch.pictures import FindPicture
from ui.touch.viewmodels.announcing import announce
from ui.touch.viewmodels.items import ItemModel, LotModel, face_of
from ui.touch.viewmodels.rows import Row, Rows

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

TOTE_ROLES = ("tote", "order", "units", "current")
QUEUE_ROLES = ("number", "title", "detail", "when_words", "tone", "symbol", "command", "key")
LINE_ROLES = ("name", "rest", "picture", "letter", "count", "short", "done", "current")


def queue_row(row: QueueRowView) -> Row:
    return row.number, row.title, row.detail, row.right, row.tone.value, row.icon, row.command, row.key


def tote_row(tote: ToteView) -> Row:
    return tote.tote, tote.order, f"+{tote.units}" if tote.units else "", tote.current


def line_row(line: LineView, find: FindPicture) -> Row:
    """`count` is "1 / 2"; a line is done when every unit is packed or known to be short."""
    face = face_of(line.item, find)
    words = " · ".join(part for part in (face.rest, face.differs) if part)
    done = line.done + line.short >= line.wanted
    short = f"\u2212{line.short}" if line.short else ""
    count = f"{line.done} / {line.wanted}"
    return face.name, words, face.picture, face.letter, count, short, done, line.current


@QmlElement
class QueueModel(QObject):
    """The next job in the dark block, with `why` it is next, and the jobs after it."""

    next_number_changed = Signal()
    next_title_changed = Signal()
    summary_changed = Signal()
    why_changed = Signal()
    hint_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = QueuePanel(next_number="", next_title="", summary="", why="", totes=(), hint="", rows=())
        self._totes = Rows(("tote",), self)
        self._rows = Rows(QUEUE_ROLES, self)

    def show(self, panel: QueuePanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._totes.show(tuple((tote,) for tote in panel.totes))
        self._rows.show(tuple(queue_row(row) for row in panel.rows))

    @Property(str, notify=next_number_changed)
    def next_number(self) -> str:
        return self._panel.next_number

    @Property(str, notify=next_title_changed)
    def next_title(self) -> str:
        return self._panel.next_title

    @Property(str, notify=summary_changed)
    def summary(self) -> str:
        return self._panel.summary

    @Property(str, notify=why_changed)
    def why(self) -> str:
        return self._panel.why

    @Property(str, notify=hint_changed)
    def hint(self) -> str:
        return self._panel.hint

    @Property(Rows, constant=True)
    def totes(self) -> Rows:
        return self._totes

    @Property(Rows, constant=True)
    def rows(self) -> Rows:
        return self._rows


@QmlElement
class PickModel(QObject):
    """Where to go, what to take, how many are left, and into which tote; `given` counts totes given to orders."""

    location_changed = Signal()
    location_words_changed = Signal()
    location_done_changed = Signal()
    left_changed = Signal()
    left_words_changed = Signal()
    phase_changed = Signal()
    totes_changed = Signal()

    def __init__(self, find: FindPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = PickPanel(
            location="",
            location_words="",
            location_done=False,
            totes=(),
            item=None,
            left=0,
            left_words="",
            phase="location",
        )
        self._totes = Rows(TOTE_ROLES, self)
        self._item = ItemModel(find, self)
        self._lot = LotModel(self)

    def show(self, panel: PickPanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._totes.show(tuple(tote_row(tote) for tote in panel.totes))
        self._item.show(panel.item)
        self._lot.show(panel.lot)

    @Property(str, notify=location_changed)
    def location(self) -> str:
        return self._panel.location

    @Property(str, notify=location_words_changed)
    def location_words(self) -> str:
        return self._panel.location_words

    @Property(bool, notify=location_done_changed)
    def location_done(self) -> bool:
        return self._panel.location_done

    @Property(int, notify=left_changed)
    def left(self) -> int:
        return self._panel.left

    @Property(str, notify=left_words_changed)
    def left_words(self) -> str:
        return self._panel.left_words

    @Property(str, notify=phase_changed)
    def phase(self) -> str:
        return self._panel.phase

    @Property(str, notify=totes_changed)
    def given(self) -> str:
        return f"{sum(1 for tote in self._panel.totes if tote.tote)} / {len(self._panel.totes)}"

    @Property(Rows, constant=True)
    def totes(self) -> Rows:
        return self._totes

    @Property(ItemModel, constant=True)
    def item(self) -> ItemModel:
        return self._item

    @Property(LotModel, constant=True)
    def lot(self) -> LotModel:
        return self._lot


@QmlElement
class PackModel(QObject):
    """The lines of the order, the item to scan next, and the cartons to choose from."""

    left_changed = Signal()
    left_words_changed = Signal()
    tote_changed = Signal()
    carton_words_changed = Signal()
    phase_changed = Signal()
    lines_changed = Signal()

    def __init__(self, find: FindPicture, parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._panel = PackPanel(
            lines=(), item=None, left=0, left_words="", tote="", cartons=(), carton="", phase="tote"
        )
        self._lines = Rows(LINE_ROLES, self)
        self._cartons = Rows(("code", "name", "command", "key", "chosen"), self)
        self._totes = Rows(TOTE_ROLES, self)
        self._item = ItemModel(find, self)
        self._lot = LotModel(self)

    def show(self, panel: PackPanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        self._lines.show(tuple(line_row(line, self._find) for line in panel.lines))
        cartons = enumerate(panel.cartons[:9], start=1)
        self._cartons.show(
            tuple((code, name, f"CARTON_{n}", str(n), code == panel.carton) for n, (code, name) in cartons)
        )
        self._totes.show(tuple(tote_row(tote) for tote in panel.totes))
        self._item.show(panel.item)
        self._lot.show(panel.lot)
        announce(self, before, panel)

    @Property(int, notify=left_changed)
    def left(self) -> int:
        return self._panel.left

    @Property(str, notify=left_words_changed)
    def left_words(self) -> str:
        return self._panel.left_words

    @Property(str, notify=tote_changed)
    def tote(self) -> str:
        return self._panel.tote

    @Property(str, notify=phase_changed)
    def phase(self) -> str:
        return self._panel.phase

    @Property(str, notify=carton_words_changed)
    def carton_words(self) -> str:
        return self._panel.carton_words

    @Property(int, notify=lines_changed)
    def current_line(self) -> int:
        """Row of the line the hero shows, 0 when none is."""
        return next((at for at, line in enumerate(self._panel.lines) if line.current), 0)

    @Property(Rows, constant=True)
    def lines(self) -> Rows:
        return self._lines

    @Property(Rows, constant=True)
    def cartons(self) -> Rows:
        return self._cartons

    @Property(Rows, constant=True)
    def totes(self) -> Rows:
        return self._totes

    @Property(ItemModel, constant=True)
    def item(self) -> ItemModel:
        return self._item

    @Property(LotModel, constant=True)
    def lot(self) -> LotModel:
        return self._lot
