"""Realistic views from the carton to the truck, as the station would post them."""

from __future__ import annotations

from dataclasses import replace

from app.station.view.bench_view import BenchView
from app.station.view.panels import (
    BarView,
    CheckView,
    ChoicePanel,
    DeviceView,
    DispatchPanel,
    DonePanel,
    LabelPanel,
    LineView,
    PackPanel,
    ToteView,
)
from app.station.view.signs import Screen, Sound, Tone
from tests.ui.samples.walking import (
    BACK,
    CLOSE,
    DEVICES,
    FIELD_S,
    HEAVY_L,
    HEAVY_M,
    NEW,
    NOTHING,
    OFFLINE,
    ONLINE,
    OPEN,
    PROBLEM,
    REPRINT,
    SHORT,
    UNDO,
    VOID,
    blank,
    tee,
)


def pack_lines() -> tuple[LineView, ...]:
    return (
        LineView(item=HEAVY_L, done=1, wanted=2, current=True),
        LineView(item=HEAVY_M, done=0, wanted=1),
        LineView(item=FIELD_S, done=0, wanted=1),
        LineView(item=tee("Pocket tee", "oat", "XL"), done=0, wanted=1),
        LineView(item=tee("Pocket tee", "rust", "M"), done=1, wanted=1),
        LineView(item=tee("Field tee", "sea", "M"), done=0, wanted=1, short=1),
    )


def pack() -> BenchView:
    panel = PackPanel(
        lines=pack_lines(),
        item=HEAVY_L,
        left=1,
        left_words="to go of 2",
        tote="T-17",
        cartons=(),
        carton="",
        phase="items",
    )
    return blank(
        Screen.PACK,
        title="Order 1043",
        facts=("ship by 14:00", "carton 1 of 1", "3 of 7 units"),
        progress=3 / 7,
        link=OFFLINE,
        pack=panel,
        actions=(SHORT, UNDO, PROBLEM, NEW, CLOSE),
        bar=BarView(tone=Tone.RIGHT, title="Right: Heavy tee, black, L", detail="Saved here. One more L, then M."),
        sound=Sound.RIGHT,
    )


def pack_cartons() -> BenchView:
    """Eight lines and a carton to choose; the last unit is in."""
    view = pack()
    assert view.pack is not None
    lines = tuple(replace(line, done=line.wanted, short=0, current=False) for line in pack_lines())
    panel = replace(
        view.pack,
        lines=(*lines, *lines[:2]),
        item=None,
        cartons=(("S", "Box S"), ("M", "Box M"), ("L", "Box L")),
        carton="M",
    )
    bar = BarView(tone=Tone.NEXT, title="All 7 units are in: close the carton", detail="Box M fits; or choose another.")
    return replace(view, pack=panel, bar=bar, link=ONLINE)


def pack_tote() -> BenchView:
    view = pack()
    assert view.pack is not None
    totes = (
        ToteView(tote="T-17", order="1043", units=7),
        ToteView(tote="T-18", order="1044", units=2),
        ToteView(tote="T-21", order="1047", units=1),
    )
    panel = replace(view.pack, lines=(), item=None, phase="tote", totes=totes)
    bar = BarView(tone=Tone.NEXT, title="Scan a tote to begin", detail="3 totes wait at this bench.")
    return replace(view, pack=panel, bar=bar, actions=(BACK, DEVICES))


def label() -> BenchView:
    panel = LabelPanel(
        headline="Stick it on, then scan it",
        explain="The scan of this label closes the parcel. A label on the wrong box is caught here.",
        sender="Packbench Demo, Hall 3, 44137 Dortmund",
        address=("Jürgen Øster", "Weststr. 9", "50667 Köln"),
        service="DE · Standard",
        sscc="395011015300000011",
        sscc_text="(00) 3 9501101 530000001 1",
        footer="1043 · 1/1 · 2.34 kg",
        checks=(
            CheckView(title="Number reserved", detail="from this station's own block, 4 812 left", done=True),
            CheckView(title="Sent to Zebra ZD421", detail="428 bytes, 14:02:11", done=True),
            CheckView(title="Printed", detail="the printer counted one more label", done=True),
            CheckView(title="Applied", detail="waiting for your scan", done=False, current=True),
        ),
    )
    return blank(
        Screen.LABEL,
        title="Order 1043",
        facts=("carton 1 of 1", "2 340 g", "box M"),
        progress=1.0,
        label=panel,
        actions=(REPRINT, NOTHING, OPEN, VOID),
    )


def label_trouble() -> BenchView:
    view = label()
    assert view.label is not None
    checks = (
        *view.label.checks[:1],
        CheckView(title="Sent to Zebra ZD421", detail="out of paper: load a roll", done=False, trouble=True),
        CheckView(title="Printed", detail="", done=False),
        CheckView(title="Applied", detail="", done=False),
    )
    address = ("عبد الله بن يوسف", "شارع النيل ١٢", "Flat 3", "EC1A 1BB London")
    return replace(
        view,
        label=replace(view.label, checks=checks, address=address, headline="The label is kept"),
        troubles=("Label printer: out of paper. Load a roll; your label is kept.",),
        bar=BarView(tone=Tone.CARE, title="Nothing came out", detail="Load a roll: the label prints by itself."),
    )


def done() -> BenchView:
    panel = DonePanel(
        title="Order 1043 is packed",
        detail="One parcel for Jürgen Øster, box M, 2.34 kg.",
        facts=("7 of 7 units verified", "Label applied: 3 9501101 530000001 1", "2 min 41 s, no wrong scan"),
        next="Put the parcel on the belt. Scan the next tote: T-18 is waiting.",
    )
    return blank(
        Screen.DONE, title="Order 1043", facts=("carton 1 of 1",), progress=1.0, done=panel, sound=Sound.COMPLETE
    )


def dispatch() -> BenchView:
    panel = DispatchPanel(
        title="Hand over parcels",
        hint="Scan each label as it goes on the truck. A parcel that is not ready is refused here.",
        waiting=(("1043", "box M · Köln"), ("1044", "box S · Dortmund"), ("1047", "box S · محمد, London")),
        last=(("1038", "13:48"), ("1036", "13:44")),
    )
    return blank(Screen.DISPATCH, title="Dispatch", facts=("cut-off 14:00",), dispatch=panel, actions=(DEVICES, BACK))


def devices() -> BenchView:
    found = (
        DeviceView(name="scan.1", kind="scanner", tone=Tone.RIGHT, state="ready", detail="last scan 14:02:08"),
        DeviceView(
            name="Zebra ZD421",
            kind="label printer",
            tone=Tone.WRONG,
            state="out of paper",
            detail="1 label waits",
            remedy="Load a roll and close the head. Your label is kept.",
        ),
        DeviceView(name="TM-T20", kind="receipt printer", tone=Tone.RIGHT, state="ready", detail="12 slips today"),
        DeviceView(name="scale.1", kind="scale", tone=Tone.QUIET, state="not set up", detail=""),
    )
    return blank(Screen.DEVICES, title="Devices", facts=(), devices=found, actions=(BACK,))


def choice() -> BenchView:
    panel = ChoicePanel(
        title="Why is it short?",
        explain="Field tee, moss, S at B-07-3: 3 wanted, 1 found. The answer sends someone to count.",
        answers=("The shelf is empty", "Damaged", "Wrong item on the shelf", "Too high to reach", "Other reason"),
    )
    return blank(Screen.CHOICE, title="Pick list P-218", facts=("stop 4 of 9",), choice=panel, actions=(BACK,))
