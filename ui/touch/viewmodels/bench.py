"""The root of what QML sees: one BenchView, section by section."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from app.station.view.bench_view import BenchView
from app.station.view.panels import ActionView, DeviceView, LinkView
from app.station.view.signs import Screen
from ui.touch.captions import Captions
from ui.touch.pictures import FindPicture
from ui.touch.viewmodels.announcing import announce, isolated
from ui.touch.viewmodels.closing import ChoiceModel, DispatchModel, DoneModel, LabelModel
from ui.touch.viewmodels.fixed import ActionModel, CaptionModel
from ui.touch.viewmodels.items import BarModel, RefusalModel
from ui.touch.viewmodels.rows import Row, Rows
from ui.touch.viewmodels.tasks import TaskModel
from ui.touch.viewmodels.working import PackModel, PickModel, QueueModel

QML_IMPORT_NAME = "Packbench.Bench"
QML_IMPORT_MAJOR_VERSION = 1

ACTION_ROLES = ("command", "label", "key", "symbol", "hold", "danger")
DEVICE_ROLES = ("name", "kind", "tone", "condition", "detail", "remedy")
NOTHING = BenchView(
    screen=Screen.STARTING,
    event=-1,
    station="",
    packer="",
    title="",
    facts=(),
    progress=None,
    link=LinkView(online=True, waiting=0, oldest=None, text=""),
    troubles=(),
    actions=(),
)


def split_actions(actions: tuple[ActionView, ...]) -> tuple[ActionView | None, tuple[ActionView, ...]]:
    """The primary action (the first that says so) and the others, in order."""
    primary = next((action for action in actions if action.primary), None)
    return primary, tuple(action for action in actions if action is not primary)


def device_row(device: DeviceView) -> Row:
    return device.name, device.kind, device.tone.value, device.state, device.detail, device.remedy


@QmlElement
class BenchModel(QObject):
    """Shows one view after the other; `press` hands a command back. `held_command` has its key held down."""

    screen_changed = Signal()
    station_changed = Signal()
    packer_changed = Signal()
    title_changed = Signal()
    facts_changed = Signal()
    progress_changed = Signal()
    link_changed = Signal()
    message_changed = Signal()
    held_command_changed = Signal()
    ready_changed = Signal()

    def __init__(self, press: Callable[[str], None], find: FindPicture, icons: frozenset[str]) -> None:
        super().__init__()
        self._press = press
        self._icons = icons
        self._view = NOTHING
        self._held = ""
        self._ready = False
        self._inactive = False
        self._captions = CaptionModel(Captions(), self)
        self._troubles = Rows(("words",), self)
        self._actions = Rows(ACTION_ROLES, self)
        self._primary = ActionModel(icons, self)
        self._devices = Rows(DEVICE_ROLES, self)
        self._bar = BarModel(self)
        self._refusal = RefusalModel(find, self)
        self._queue = QueueModel(self)
        self._pick = PickModel(find, self)
        self._pack = PackModel(find, self)
        self._label = LabelModel(self)
        self._done = DoneModel(self)
        self._dispatch = DispatchModel(self)
        self._choice = ChoiceModel(self)
        self._task = TaskModel(find, self)

    @property
    def view(self) -> BenchView:
        """The view being shown."""
        return self._view

    def show(self, view: BenchView) -> None:
        """The sections first, then the screen: a screen that comes into sight is already right."""
        before, self._view = self._view, view
        self._queue.show(view.queue)
        self._pick.show(view.pick)
        self._pack.show(view.pack)
        self._label.show(view.label)
        self._done.show(view.done)
        self._dispatch.show(view.dispatch)
        self._choice.show(view.choice)
        self._task.show(view.task)
        self._devices.show(tuple(device_row(device) for device in view.devices))
        self._bar.show(view.bar)
        self._refusal.show(view.refusal)
        self._show_actions()
        self._show_troubles()
        announce(self, before, view)

    def speak(self, captions: Captions) -> None:
        """Change the language of the captions."""
        self._captions.show(captions)
        self._show_troubles()

    def set_scanner_inactive(self, inactive: bool) -> None:
        """Whether the keys of a wedge scanner go to another window."""
        self._inactive = inactive
        self._show_troubles()

    def hold(self, command: str) -> None:
        """The key of this command went down ("" when it came up)."""
        if command != self._held:
            self._held = command
            self.held_command_changed.emit()

    def set_ready(self) -> None:
        """The first frame is out: the screens not yet wanted may be built."""
        self._ready = True
        self.ready_changed.emit()

    def _show_actions(self) -> None:
        primary, others = split_actions(self._view.actions)
        self._primary.show(primary)
        self._actions.show(
            tuple(
                (a.command, a.label, a.key, a.icon if a.icon in self._icons else "", a.hold, a.danger) for a in others
            )
        )

    def _show_troubles(self) -> None:
        own = (self._captions.captions.inactive,) if self._inactive else ()
        self._troubles.show(tuple((words,) for words in (*own, *self._view.troubles)))

    @Slot(str)
    def press(self, command: str) -> None:
        self._press(command)

    @Property(str, notify=screen_changed)
    def screen_name(self) -> str:
        return self._view.screen.value

    @Property(str, notify=station_changed)
    def station(self) -> str:
        return self._view.station

    @Property(str, notify=packer_changed)
    def packer(self) -> str:
        return isolated(self._view.packer)

    @Property(str, notify=packer_changed)
    def initial(self) -> str:
        return self._view.packer[:1].upper()

    @Property(str, notify=title_changed)
    def title(self) -> str:
        return self._view.title

    @Property(str, notify=facts_changed)
    def facts(self) -> str:
        return "  ·  ".join(isolated(fact) for fact in self._view.facts)

    @Property(float, notify=progress_changed)
    def progress(self) -> float:
        """0 to 1; -1 when there is nothing to measure."""
        return -1.0 if self._view.progress is None else min(max(self._view.progress, 0.0), 1.0)

    @Property(bool, notify=link_changed)
    def online(self) -> bool:
        return self._view.link.online

    @Property(str, notify=link_changed)
    def link_text(self) -> str:
        return self._view.link.text

    @Property(str, notify=message_changed)
    def message(self) -> str:
        return self._view.message

    @Property(str, notify=held_command_changed)
    def held_command(self) -> str:
        return self._held

    @Property(bool, notify=ready_changed)
    def ready(self) -> bool:
        return self._ready

    @Property(CaptionModel, constant=True)
    def captions(self) -> CaptionModel:
        return self._captions

    @Property(Rows, constant=True)
    def troubles(self) -> Rows:
        return self._troubles

    @Property(Rows, constant=True)
    def actions(self) -> Rows:
        return self._actions

    @Property(ActionModel, constant=True)
    def primary(self) -> ActionModel:
        return self._primary

    @Property(Rows, constant=True)
    def devices(self) -> Rows:
        return self._devices

    @Property(BarModel, constant=True)
    def bar(self) -> BarModel:
        return self._bar

    @Property(RefusalModel, constant=True)
    def refusal(self) -> RefusalModel:
        return self._refusal

    @Property(QueueModel, constant=True)
    def queue(self) -> QueueModel:
        return self._queue

    @Property(PickModel, constant=True)
    def pick(self) -> PickModel:
        return self._pick

    @Property(PackModel, constant=True)
    def pack(self) -> PackModel:
        return self._pack

    @Property(LabelModel, constant=True)
    def label(self) -> LabelModel:
        return self._label

    @Property(DoneModel, constant=True)
    def done(self) -> DoneModel:
        return self._done

    @Property(DispatchModel, constant=True)
    def dispatch(self) -> DispatchModel:
        return self._dispatch

    @Property(ChoiceModel, constant=True)
    def choice(self) -> ChoiceModel:
        return self._choice

    @Property(TaskModel, constant=True)
    def task(self) -> TaskModel:
        return self._task
