"""The label, the finished order, dispatch and a choice of reasons as QML sees them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.station.view.panels import ChoicePanel, DispatchPanel, DonePanel, LabelPanel
from ui.touch.viewmodels.announcing import announce, isolated
from ui.touch.viewmodels.rows import Rows

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

BAR_WIDTHS = (
    (1, 2, 1), (2, 1, 2), (1, 1, 3), (3, 1, 1), (1, 3, 1), (2, 2, 1), (1, 2, 3), (2, 1, 1), (1, 1, 2), (3, 2, 1)
)  # fmt: skip


def bars_of(sscc: str) -> str:
    """An SVG path, 1 high, that looks like the barcode but deliberately is none.

    A scan of the screen must not count as a scan of the label on the box, so no symbology's start or stop is drawn.
    """
    at, path = 0, []
    for digit in (letter for letter in sscc if letter.isdigit()):
        bar, gap, second = BAR_WIDTHS[int(digit)]
        path.append(f"M{at} 0h{bar}v1h-{bar}z M{at + bar + gap} 0h{second}v1h-{second}z")
        at += bar + gap + second + 2
    return " ".join(path)


def bars_width(sscc: str) -> int:
    """Width of the drawing in its own units."""
    widths = [sum(BAR_WIDTHS[int(letter)]) + 2 for letter in sscc if letter.isdigit()]
    return max(sum(widths) - 2, 1)


@QmlElement
class LabelModel(QObject):
    """The label beside its facts; `name` is the first address line, `street` the middle, `place` the last.

    `country` and `service` are the two halves of the view's service line.
    """

    headline_changed = Signal()
    explain_changed = Signal()
    sender_changed = Signal()
    address_changed = Signal()
    service_changed = Signal()
    sscc_changed = Signal()
    sscc_text_changed = Signal()
    footer_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = LabelPanel(
            headline="", explain="", sender="", address=(), service="", sscc="", sscc_text="", footer="", checks=()
        )
        self._checks = Rows(("title", "detail", "mark"), self)

    def show(self, panel: LabelPanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._checks.show(
            tuple(
                (check.title, check.detail, mark_of(check.done, check.current, check.trouble)) for check in panel.checks
            )
        )

    @Property(str, notify=headline_changed)
    def headline(self) -> str:
        return self._panel.headline

    @Property(str, notify=explain_changed)
    def explain(self) -> str:
        return self._panel.explain

    @Property(str, notify=sender_changed)
    def sender_words(self) -> str:
        return self._panel.sender

    @Property(str, notify=address_changed)
    def name(self) -> str:
        return isolated(self._panel.address[0]) if self._panel.address else ""

    @Property(str, notify=address_changed)
    def street(self) -> str:
        return "\n".join(isolated(line) for line in self._panel.address[1:-1])

    @Property(str, notify=address_changed)
    def place(self) -> str:
        return isolated(self._panel.address[-1]) if len(self._panel.address) > 1 else ""

    @Property(str, notify=service_changed)
    def country(self) -> str:
        return self._panel.service.partition(" · ")[0]

    @Property(str, notify=service_changed)
    def service(self) -> str:
        return self._panel.service.partition(" · ")[2]

    @Property(str, notify=sscc_changed)
    def bars(self) -> str:
        return bars_of(self._panel.sscc)

    @Property(int, notify=sscc_changed)
    def bars_units(self) -> int:
        return bars_width(self._panel.sscc)

    @Property(str, notify=sscc_text_changed)
    def sscc_text(self) -> str:
        return self._panel.sscc_text

    @Property(str, notify=footer_changed)
    def footer(self) -> str:
        return self._panel.footer

    @Property(Rows, constant=True)
    def checks(self) -> Rows:
        return self._checks


def mark_of(done: bool, current: bool, trouble: bool) -> str:
    """The tone of a check: trouble shows before done, done before waiting."""
    if trouble:
        return "wrong"
    if done:
        return "right"
    return "current" if current else "quiet"


@QmlElement
class DoneModel(QObject):
    """A whole panel that says it is done, and what comes next."""

    title_changed = Signal()
    detail_changed = Signal()
    next_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = DonePanel(title="", detail="", facts=(), next="")
        self._facts = Rows(("fact",), self)

    def show(self, panel: DonePanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._facts.show(tuple((isolated(fact),) for fact in panel.facts))

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._panel.title

    @Property(str, notify=detail_changed)
    def detail(self) -> str:
        return self._panel.detail

    @Property(Rows, constant=True)
    def facts(self) -> Rows:
        return self._facts

    @Property(str, notify=next_changed)
    def next(self) -> str:
        return self._panel.next


@QmlElement
class DispatchModel(QObject):
    """Parcels labelled here that wait for the truck, and the latest that left."""

    title_changed = Signal()
    hint_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = DispatchPanel(title="", hint="", waiting=(), last=())
        self._waiting = Rows(("left_words", "right_words"), self)
        self._last = Rows(("left_words", "right_words"), self)

    def show(self, panel: DispatchPanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        self._waiting.show(tuple((isolated(left), isolated(right)) for left, right in panel.waiting))
        self._last.show(tuple((isolated(left), isolated(right)) for left, right in panel.last))

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._panel.title

    @Property(str, notify=hint_changed)
    def hint(self) -> str:
        return self._panel.hint

    @Property(Rows, constant=True)
    def waiting(self) -> Rows:
        return self._waiting

    @Property(Rows, constant=True)
    def last(self) -> Rows:
        return self._last


@QmlElement
class ChoiceModel(QObject):
    """A question with up to nine answers, each a command and a digit key."""

    title_changed = Signal()
    explain_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panel = ChoicePanel(title="", explain="", answers=())
        self._answers = Rows(("words", "command", "key"), self)

    def show(self, panel: ChoicePanel | None) -> None:
        if panel is None:
            return
        before, self._panel = self._panel, panel
        announce(self, before, panel)
        answers = enumerate(panel.answers[:9], start=1)
        self._answers.show(tuple((words, f"REASON_{n}", str(n)) for n, words in answers))

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._panel.title

    @Property(str, notify=explain_changed)
    def explain(self) -> str:
        return self._panel.explain

    @Property(Rows, constant=True)
    def answers(self) -> Rows:
        return self._answers
