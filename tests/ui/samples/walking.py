"""Realistic views of every screen, as the station would post them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.station.view.bench_view import BenchView
from app.station.view.panels import (
    ActionView,
    BarView,
    ItemView,
    LinkView,
    PickPanel,
    QueuePanel,
    QueueRowView,
    ToteView,
)
from app.station.view.signs import Screen, Tone

ONLINE = LinkView(online=True, waiting=0, oldest=None, text="centre ok · 0 waiting")
OFFLINE = LinkView(
    online=False,
    waiting=38,
    oldest=datetime(2026, 11, 22, 13, 2, tzinfo=UTC),
    text="offline · 38 waiting · oldest 13:02",
)


def tee(name: str, colour: str, size: str) -> ItemView:
    picture = f"{name.lower().replace(' ', '-')}-{colour}.svg"
    return ItemView(sku=f"{name[:1]}T-{colour}-{size}", name=name, rest=colour, differs=size, picture=picture)


HEAVY_L, HEAVY_M, HEAVY_XL = (tee("Heavy tee", "black", size) for size in ("L", "M", "XL"))
FIELD_S = tee("Field tee", "moss", "S")
MUG = ItemView(sku="MUG-SEA", name="Enamel mug", rest="350 ml", differs="sea", picture="enamel-mug-sea.svg")

START = ActionView(command="START", label="Start picking", key="Enter", icon="play", primary=True)
OK = ActionView(command="OK", label="Understood", key="Esc", icon="acknowledge", primary=True)
SHORT = ActionView(command="SHORT", label="Short pick", key="S", icon="short-pick")
UNDO = ActionView(command="UNDO", label="Undo", key="U", icon="undo")
PROBLEM = ActionView(command="PROBLEM", label="Problem", key="P", icon="problem")
SKIP = ActionView(command="SKIP", label="Skip", key="K", icon="skip")
FULL = ActionView(command="FULL_TOTE", label="Full tote", key="T", icon="full-tote")
NEXT = ActionView(command="NEXT", label="Next stop", key="Enter", icon="arrow", primary=True)
NEW = ActionView(command="NEW_CARTON", label="New carton", key="N", icon="new-carton")
CLOSE = ActionView(command="CLOSE_CARTON", label="Close carton", key="Enter", icon="close-carton", primary=True)
BACK = ActionView(command="BACK", label="Back", key="Esc", icon="back")
DEVICES = ActionView(command="DEVICES", label="Devices", key="F2")
DISPATCH = ActionView(command="DISPATCH", label="Dispatch", key="F4")
SIGN_OUT = ActionView(command="SIGN_OUT", label="Sign out", key="F9")
REPRINT = ActionView(command="PRINT_AGAIN", label="Print again", key="R", icon="print")
NOTHING = ActionView(command="NOTHING_CAME_OUT", label="Nothing came out", key="0")
OPEN = ActionView(command="OPEN_CARTON", label="Open carton", key="O")
VOID = ActionView(command="VOID", label="Void (hold)", key="V", hold=True, danger=True)


def blank(screen: Screen, **changes: object) -> BenchView:
    """A view with a header and nothing else."""
    view = BenchView(
        screen=screen,
        event=1,
        station="Station 4",
        packer="Amina O.",
        title="Station 4",
        facts=("31 parcels today", "next cut-off 14:00 in 1 h 12"),
        progress=0.62,
        link=ONLINE,
        troubles=(),
        actions=(),
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def starting() -> BenchView:
    return blank(
        Screen.STARTING,
        packer="",
        title="Packbench is starting",
        facts=(),
        progress=None,
        message="Opening the journal.",
    )


def fault() -> BenchView:
    return blank(
        Screen.FAULT,
        packer="",
        title="This bench cannot go on",
        facts=(),
        progress=None,
        message="The journal could not be written: the disk is full. Nothing confirmed was lost. "
        "Free some space, then start the station again.",
    )


def sign_in() -> BenchView:
    return blank(
        Screen.SIGN_IN,
        packer="",
        title="Station 4",
        facts=(),
        progress=None,
        message="Hold your badge under the scanner. The order on this bench is kept.",
        actions=(DEVICES,),
    )


def queue() -> BenchView:
    rows = (
        ("P-219", "4 orders · 9 units", "ready", "ship by 14:00", Tone.RIGHT),
        ("1061", "1 order · 1 unit, single", "ready", "ship by 14:00", Tone.RIGHT),
        ("P-220", "8 orders · 22 units", "ready", "ship by 16:30", Tone.RIGHT),
        ("1039", "1 order · 5 units", "waits: pick face A-07-1 is being refilled", "ship by 16:30", Tone.NEXT),
        ("1052", "1 order · 2 units", "address incomplete, customer asked 10:41", "on hold", Tone.CARE),
        ("1048", "put back 3 units", "scan tote T-09 to begin", "cancelled after pick", Tone.WRONG),
    )
    panel = QueuePanel(
        next_number="P-218",
        next_title="Pick list P-218",
        summary="6 orders · 6 totes · 14 units · 9 stops",
        why="Why this one: ships with the 14:00 truck, and every stop is on your side of aisle B.",
        totes=tuple(f"T-{n}" for n in range(11, 17)),
        hint="Scan a tote to start. Or scan any tote at the bench to pack it.",
        rows=tuple(QueueRowView(number=n, title=t, detail=d, right=r, tone=tone) for n, t, d, r, tone in rows),
    )
    return blank(Screen.QUEUE, queue=panel, actions=(START, DEVICES, DISPATCH, SIGN_OUT))


def queue_empty() -> BenchView:
    panel = QueuePanel(
        next_number="",
        next_title="Nothing to pick",
        summary="",
        why="Nothing is due for this bench: 3 orders are on hold, and the others are leased to Station 2.",
        totes=(),
        hint="Work arrives by itself. Scan any tote at the bench to pack it.",
        rows=(),
    )
    return blank(Screen.QUEUE, queue=panel, actions=(DEVICES, DISPATCH, SIGN_OUT), link=OFFLINE)


def pick() -> BenchView:
    units = {"T-13": 2, "T-15": 1}
    panel = PickPanel(
        location="B-07-3",
        location_words="aisle B · bay 7 · third shelf",
        location_done=True,
        totes=tuple(
            ToteView(tote=f"T-{n}", order=str(1030 + n), units=units.get(f"T-{n}", 0), current=False)
            for n in range(11, 17)
        ),
        item=FIELD_S,
        left=3,
        left_words="to pick here",
        phase="item",
    )
    return blank(
        Screen.PICK,
        title="Pick list P-218",
        facts=("stop 4 of 9", "6 totes", "5 of 14 units"),
        progress=5 / 14,
        pick=panel,
        actions=(SHORT, SKIP, UNDO, FULL, PROBLEM, NEXT),
        bar=BarView(
            tone=Tone.NEXT,
            title="Scan the first Field tee, moss, S",
            detail="then tote T-13. A case of 12 counts as 12.",
        ),
    )


def pick_location() -> BenchView:
    view = pick()
    assert view.pick is not None
    totes = tuple(replace(tote, current=tote.tote == "T-13") for tote in view.pick.totes)
    return replace(
        view,
        pick=replace(view.pick, location_done=False, phase="location", item=MUG, totes=totes),
        bar=BarView(tone=Tone.NEXT, title="Go to B-07-3 and scan it", detail="Then 3 enamel mugs, sea."),
        troubles=("Label printer: out of paper. Load a roll; your label is kept.",),
    )


def pick_totes() -> BenchView:
    view = pick()
    assert view.pick is not None
    totes = tuple(
        ToteView(tote=f"T-{11 + n}" if n < 3 else "", order=str(1041 + n), units=0, current=n == 3) for n in range(6)
    )
    return replace(
        view,
        pick=replace(view.pick, totes=totes, phase="totes", item=None, left_words="Give each order an empty tote."),
        bar=BarView(tone=Tone.NEXT, title="Scan an empty tote for order 1044", detail="3 more to go, then A-01-2."),
        actions=(BACK,),
    )
