"""Which command a key stands for on the screen being shown.

The card's table is imported at the first key, not with the window: it brings the barcode library, 60 ms of every start.
"""

from __future__ import annotations

from app.station.view.bench_view import BenchView
from app.station.view.panels import ActionView


def offered_actions(view: BenchView) -> tuple[ActionView, ...]:
    """Every command the screen can be asked for: its actions, the primary one first, then cartons and answers."""
    actions = tuple(sorted(view.actions, key=lambda action: not action.primary))
    if view.refusal is not None:
        return actions
    from app.domain.floor.cards import CARTON_CHOICES, NUMBERS, REASON_CHOICES

    cartons = zip(CARTON_CHOICES, view.pack.cartons, strict=False) if view.pack is not None else ()
    answers = zip(REASON_CHOICES, view.choice.answers, strict=False) if view.choice is not None else ()
    rows = view.queue.rows if view.queue is not None else ()
    digits = NUMBERS if view.task is not None and view.task.pad else ()
    return (
        *actions,
        *(ActionView(command=row.command, label=row.number, key=row.key) for row in rows if row.command),
        *(ActionView(command=digit.value, label=digit.value[-1], key=digit.value[-1]) for digit in digits),
        *(ActionView(command=command.value, label=name, key=command.value[-1]) for command, (_, name) in cartons),
        *(ActionView(command=command.value, label=words, key=command.value[-1]) for command, words in answers),
    )


def command_for_key(view: BenchView, key: str) -> ActionView | None:
    """The offered command of this key: by the hint it shows, by the command card, and Enter for the primary action."""
    from app.domain.floor.cards import commands_for_key

    offered = offered_actions(view)
    meant = {command.value for command in commands_for_key(key)}
    by_hint = (action for action in offered if action.key == key)
    by_card = (action for action in offered if action.command in meant)
    primary = (action for action in offered if action.primary and key == "Enter")
    return next(iter((*by_hint, *by_card, *primary)), None) if key else None
