"""Views of tasks of the floor: put back, refill, count, inspect, stop; and a queue with them beside pick lists."""

from __future__ import annotations

from dataclasses import replace

from app.station.view.bench_view import BenchView
from app.station.view.panels import ActionView, BarView, ChoicePanel, ItemView, QueueRowView, TaskPanel
from app.station.view.signs import Screen, Tone
from tests.ui.samples.walking import BACK, FIELD_S, MUG, UNDO, blank, queue

MISSING = ActionView(command="SHORT", label="Not there", key="S", icon="short-pick")
HAND_BACK = ActionView(command="HAND_BACK", label="Hand back", key="H", icon="park")


def next_action(label: str, *, hold: bool = False) -> ActionView:
    return ActionView(command="NEXT", label=label, key="Enter", icon="arrow", primary=True, hold=hold)


def panel(icon: str, kind: str, caption: str, place: str, **changes: object) -> TaskPanel:
    made = TaskPanel(
        icon=icon, kind_words=kind, why="", caption=caption, place=place, place_words="aisle B · bay 7 · shelf 3",
        place_done=False, scan_words="scan the location", then="", item=None, left=0, left_words="", lot="",
        lot_words="lot", counted="", pad=False, instruct="",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def shown(task: TaskPanel, bar: BarView, *actions: ActionView, **changes: object) -> BenchView:
    return blank(Screen.TASK, title=task.kind_words, task=task, bar=bar, actions=(*actions, BACK), **changes)


def task_put_back() -> BenchView:
    task = panel(
        "tote", "Put back", "PUT IT IN", "B-07-3", item=FIELD_S, left=2, left_words="in your hand",
        why="T-09 at ST-2 holds 5 units of order #1048, which was cancelled: put them back.", lot="L-2207",
    )  # fmt: skip
    bar = BarView(tone=Tone.RIGHT, title="Field tee, moss, S", detail="Scan B-07-3, or one more unit")
    return shown(task, bar, UNDO, next_action("Put in B-07-3"), facts=("3 of 5 units",), progress=0.6)


def task_refill() -> BenchView:
    task = panel(
        "full-tote", "Refill", "TAKE FROM", "R-12-1", item=MUG, left=16, left_words="to bring", then="B-02-1",
        why="Bring 16 x MUG-SEA from R-12-1 to B-02-1: 4 are left for new orders. Open lists take 6 more for 2 orders.",
    )  # fmt: skip
    bar = BarView(tone=Tone.NEXT, title="Go to R-12-1 and scan it", detail="Then Enamel mug, 350 ml, sea.")
    return shown(task, bar, MISSING, HAND_BACK, facts=("0 of 16 units",), progress=0.0)


def task_count() -> BenchView:
    task = panel(
        "keypad", "Count", "COUNT AT", "B-07-3", item=FIELD_S, place_done=True, scan_words="location scanned",
        counted="117", pad=True, why="A unit was missing here. Count all there is.",
    )  # fmt: skip
    bar = BarView(
        tone=Tone.NEXT, title="Scan each unit, or type the number",
        detail="A case counts as all that is in it. Count everything: Field tee, moss, S.",
    )  # fmt: skip
    return shown(task, bar, UNDO, HAND_BACK, next_action("Counted: 117"), facts=(), progress=None)


def task_count_place() -> BenchView:
    task = panel("keypad", "Count", "COUNT AT", "B-07-3", item=FIELD_S, why="The first count was a surprise.")
    bar = BarView(tone=Tone.NEXT, title="Go to B-07-3 and scan it", detail="Then Field tee, moss, S.")
    return shown(task, bar, HAND_BACK, facts=(), progress=None)


def task_inspect() -> BenchView:
    item = ItemView(sku="HT-BLK-XL", name="Heavy tee", rest="black", differs="XL", picture="heavy-tee-black.svg")
    task = panel(
        "diamond-question", "Inspect", "RETURNED AT", "RT-01", item=item, left=3, left_words="to look at",
        scan_words="", why="3 x HT-BLK-XL came back and lie at RT-01: look at them.", place_words="location RT-01",
    )  # fmt: skip
    bar = BarView(tone=Tone.NEXT, title="Scan Heavy tee, black, XL", detail="Look at it first: whole, clean, complete?")
    return shown(task, bar, MISSING, HAND_BACK, facts=("0 of 3 units",), progress=0.0)


def task_stop() -> BenchView:
    task = panel(
        "cross-octagon", "Stop", "PARCEL", "395 0110 1 530 000 142", place_words="", scan_words="scan its label",
        why="Order #1048 was cancelled: take its parcel 395011015300001427 out and destroy the label.",
        instruct="Take it off the dispatch pile. It must not leave.",
    )  # fmt: skip
    bar = BarView(tone=Tone.NEXT, title="Find the parcel and scan its label", detail="395 0110 1 530 000 142")
    return shown(task, bar, MISSING, HAND_BACK, facts=(), progress=None)


def task_disposition() -> BenchView:
    """The question behind each scanned unit of a return, in the kiosk's own words."""
    answers = (
        "As new: back to stock", "Opened or used: keep apart", "Something is missing: keep apart",
        "Not what we sold: keep apart", "Damaged: scrap", "Out of date: scrap",
    )  # fmt: skip
    choice = ChoicePanel(title="What is it like?", explain="1 × Heavy tee, black, XL", answers=answers)
    return blank(
        Screen.CHOICE, title="Inspect", facts=("1 of 3 units",), progress=1 / 3, choice=choice, actions=(BACK,)
    )


def queue_tasks() -> BenchView:
    """Tasks stand among the pick lists, drawn so that they are told apart."""
    view = queue()
    assert view.queue is not None
    rows = [
        ("Stop", "1 × parcel", "Order #1048 was cancelled: take its parcel out", "", "cross-octagon", Tone.WRONG),
        ("Refill", "16 units · R-12-1 → B-02-1", "4 are left for new orders", "by 14:00", "full-tote", Tone.NEXT),
        ("Count", "B-07-3 · Field tee, moss, S", "A unit was missing here.", "", "keypad", Tone.NEXT),
        (
            "Put back",
            "5 units · A-01-2, B-02-1 …",
            "T-09 at ST-2 holds 5 units of order #1048",
            "",
            "tote",
            Tone.NEXT,
        ),
    ]
    tasks = tuple(
        QueueRowView(
            number=number,
            title=title,
            detail=detail,
            right=right,
            tone=tone,
            icon=icon,
            command=f"TASK_{n}",
            key=str(n),
        )
        for n, (number, title, detail, right, icon, tone) in enumerate(rows, 1)
    )
    held = QueueRowView(
        number="Inspect", title="3 units · RT-01", detail="ST-2 has it", right="", tone=Tone.QUIET,
        icon="diamond-question",
    )  # fmt: skip
    return replace(view, queue=replace(view.queue, rows=(tasks[0], *view.queue.rows[:2], *tasks[1:], held)))
