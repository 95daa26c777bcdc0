"""What the kiosk shows: one frozen value per moment, in finished words; QML shows it and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.station.view.panels import (
    ActionView,
    BarView,
    ChoicePanel,
    DeviceView,
    DispatchPanel,
    DonePanel,
    LabelPanel,
    LinkView,
    PackPanel,
    PickPanel,
    QueuePanel,
    RefusalView,
    TaskPanel,
)
from app.station.view.signs import Screen, Sound


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchView:
    """Everything on the screen. Exactly the panel named by `screen` is set (none for STARTING and SIGN_IN).

    `refusal`, when set, covers the panel until OK. `event` counts handled events: a higher number with a `sound` means
    "play it now". `answers` is the `mono_ns` of the scan this view answers (0 when it answers none): for measuring.
    """

    screen: Screen
    event: int
    station: str
    packer: str
    title: str
    facts: tuple[str, ...]
    progress: float | None
    link: LinkView
    troubles: tuple[str, ...]
    actions: tuple[ActionView, ...]
    bar: BarView | None = None
    refusal: RefusalView | None = None
    sound: Sound = Sound.NONE
    answers: int = 0
    queue: QueuePanel | None = None
    pick: PickPanel | None = None
    pack: PackPanel | None = None
    label: LabelPanel | None = None
    done: DonePanel | None = None
    dispatch: DispatchPanel | None = None
    devices: tuple[DeviceView, ...] = ()
    choice: ChoicePanel | None = None
    task: TaskPanel | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A command from touch or keyboard: a name of `floor.cards.Command`. `at` is aware UTC, `mono_ns` monotonic."""

    command: str
    at: datetime
    mono_ns: int
