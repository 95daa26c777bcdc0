"""Views with lots and serial numbers: one shelf of two lots, a choice of lots, a wrong lot, numbers to scan."""

from __future__ import annotations

from dataclasses import replace

from app.station.view.bench_view import BenchView
from app.station.view.panels import ActionView, BarView, ChoicePanel, ItemView, LotView
from app.station.view.signs import Screen, Sound, Tone
from tests.ui.samples.packing import pack
from tests.ui.samples.refusals import refused
from tests.ui.samples.walking import BACK, OK, blank, pick

SYRUP = ItemView(sku="SYRUP-100", name="Cough syrup", rest="sugar free", differs="100 ml", picture="")
PHONE = ItemView(sku="PHONE-1", name="Desk phone", rest="black", differs="", picture="")
CHANGE = ActionView(command="CHANGE_LOT", label="Take this lot instead", key="L", icon="location")
EARLY = LotView(caption="LOT", lot="L-24117", use_by="use by 2026-06-01")


def pick_lot() -> BenchView:
    """The only lot that lies there."""
    view = pick()
    assert view.pick is not None
    panel = replace(view.pick, item=SYRUP, lot=EARLY, totes=view.pick.totes[:1])
    return replace(view, pick=panel, bar=BarView(tone=Tone.NEXT, title="Scan Cough syrup, sugar free, 100 ml"))


def pick_two_lots() -> BenchView:
    view = pick_lot()
    assert view.pick is not None
    careful = replace(EARLY, note="2 lots lie here: take this one")
    return replace(view, pick=replace(view.pick, lot=careful))


def pack_lot() -> BenchView:
    view = pack()
    assert view.pack is not None
    return replace(view, pack=replace(view.pack, item=SYRUP, lot=EARLY))


def pack_serial() -> BenchView:
    view = pack()
    assert view.pack is not None
    lot = LotView(caption="SERIAL", lot="", note="Scan the serial number of each unit")
    bar = BarView(tone=Tone.NEXT, title="Now scan its serial number", detail="Desk phone, black")
    return replace(view, pack=replace(view.pack, item=PHONE, lot=lot), bar=bar, sound=Sound.NOT_NOW)


def choice_lot() -> BenchView:
    lots = ("L-24117 (use by 2026-06-01)", "L-24220 (use by 2026-12-01)", "None of these, or can not be read")
    explain = "Cough syrup, sugar free, 100 ml: read the lot off the package, or scan its code."
    panel = ChoicePanel(title="Which lot is it?", explain=explain, answers=lots)
    return blank(Screen.CHOICE, title="Pick list P-218", facts=("stop 4 of 9",), choice=panel, actions=(BACK,))


def choice_badge() -> BenchView:
    """No answer by touch: a supervisor's badge is scanned."""
    explain = "Scan it to take L-24220 (use by 2026-12-01) instead of L-24117 (use by 2026-06-01)."
    panel = ChoicePanel(title="A supervisor's badge", explain=explain, answers=())
    return blank(Screen.CHOICE, title="Pick list P-218", facts=("stop 4 of 9",), choice=panel, actions=(BACK,))


def refuse_lot() -> BenchView:
    refusal = refused(
        tone=Tone.WRONG,
        title="Wrong lot",
        scanned="L-24220\nuse by 2026-12-01",
        needed="L-24117\nuse by 2026-06-01",
        headline="Cough syrup, sugar free, 100 ml",
        orders=("This is L-24220. Take L-24117.", "Put this one back in B-07-3."),
        footer="Recorded. Nothing was counted.",
    )
    return replace(pick_two_lots(), refusal=refusal, actions=(CHANGE, OK), sound=Sound.WRONG, bar=None)


ALL = (pick_lot, pick_two_lots, pack_lot, pack_serial, choice_lot, choice_badge, refuse_lot)
