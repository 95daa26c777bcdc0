"""The primary action and the fixed captions as QML sees them."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from app.station.view.panels import ActionView
from ui.touch.captions import Captions
from ui.touch.viewmodels.announcing import announce

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class ActionModel(QObject):
    """The one primary action; `shown` is False when the screen has none."""

    shown_changed = Signal()
    command_changed = Signal()
    label_changed = Signal()
    key_changed = Signal()
    icon_changed = Signal()
    hold_changed = Signal()
    danger_changed = Signal()

    def __init__(self, icons: frozenset[str], parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons
        self._shown = False
        self._action = ActionView(command="", label="")

    def show(self, action: ActionView | None) -> None:
        if action is not None:
            before, self._action = self._action, action
            announce(self, before, action)
        if self._shown != (action is not None):
            self._shown = action is not None
            self.shown_changed.emit()

    @Property(bool, notify=shown_changed)
    def shown(self) -> bool:
        return self._shown

    @Property(str, notify=command_changed)
    def command(self) -> str:
        return self._action.command

    @Property(str, notify=label_changed)
    def label(self) -> str:
        return self._action.label

    @Property(str, notify=key_changed)
    def key(self) -> str:
        return self._action.key

    @Property(str, notify=icon_changed)
    def icon(self) -> str:
        return self._action.icon if self._action.icon in self._icons else ""

    @Property(bool, notify=hold_changed)
    def hold(self) -> bool:
        return self._action.hold

    @Property(bool, notify=danger_changed)
    def danger(self) -> bool:
        return self._action.danger


@QmlElement
class CaptionModel(QObject):
    """The fixed words of the screens, one property each."""

    captions_changed = Signal()

    def __init__(self, captions: Captions, parent: QObject) -> None:
        super().__init__(parent)
        self._captions = captions

    @property
    def captions(self) -> Captions:
        return self._captions

    def show(self, captions: Captions) -> None:
        if captions != self._captions:
            self._captions = captions
            self.captions_changed.emit()

    @Property(str, notify=captions_changed)
    def next_job(self) -> str:
        return self._captions.next_job

    @Property(str, notify=captions_changed)
    def go_to(self) -> str:
        return self._captions.go_to

    @Property(str, notify=captions_changed)
    def then_go(self) -> str:
        return self._captions.then_go

    @Property(str, notify=captions_changed)
    def into_tote(self) -> str:
        return self._captions.into_tote

    @Property(str, notify=captions_changed)
    def totes(self) -> str:
        return self._captions.totes

    @Property(str, notify=captions_changed)
    def location_done(self) -> str:
        return self._captions.location_done

    @Property(str, notify=captions_changed)
    def location_open(self) -> str:
        return self._captions.location_open

    @Property(str, notify=captions_changed)
    def from_tote(self) -> str:
        return self._captions.from_tote

    @Property(str, notify=captions_changed)
    def carton(self) -> str:
        return self._captions.carton

    @Property(str, notify=captions_changed)
    def scanned(self) -> str:
        return self._captions.scanned

    @Property(str, notify=captions_changed)
    def needed(self) -> str:
        return self._captions.needed

    @Property(str, notify=captions_changed)
    def sender_words(self) -> str:
        return self._captions.sender

    @Property(str, notify=captions_changed)
    def ship_to(self) -> str:
        return self._captions.ship_to

    @Property(str, notify=captions_changed)
    def waiting(self) -> str:
        return self._captions.waiting

    @Property(str, notify=captions_changed)
    def latest(self) -> str:
        return self._captions.latest

    @Property(str, notify=captions_changed)
    def none_waiting(self) -> str:
        return self._captions.none_waiting

    @Property(str, notify=captions_changed)
    def none_yet(self) -> str:
        return self._captions.none_yet

    @Property(str, notify=captions_changed)
    def order(self) -> str:
        return self._captions.order

    @Property(str, notify=captions_changed)
    def hold(self) -> str:
        return self._captions.hold

    @Property(str, notify=captions_changed)
    def scan_badge(self) -> str:
        return self._captions.scan_badge

    @Property(str, notify=captions_changed)
    def none_queued(self) -> str:
        return self._captions.none_queued
