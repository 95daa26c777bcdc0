"""Order done, the dispatch gate, the devices, and the questions with numbered answers."""

from __future__ import annotations

from app.domain.floor.labelling import Parcel
from app.domain.floor.tasks.run import TaskRun
from app.domain.floor.walk import PickRun
from app.station import lane
from app.station.bench import Ask
from app.station.desk import Turn
from app.station.ports import DeviceChanged, DeviceState
from app.station.verbs import asking, lots, reading
from app.station.verbs.asking import REASONS
from app.station.verbs.packing import labelling_up, packing_up
from app.station.view.panels import ChoicePanel, DeviceView, DispatchPanel, DonePanel
from app.station.view.screens.label import spaced
from app.station.view.signs import Tone
from app.station.view.wording.items import item_view, words_for
from app.station.view.wording.lots import lot_words
from app.station.view.wording.words import Words

ROWS_SHOWN = 12


def done_panel(turn: Turn, words: Words, parcel: Parcel) -> DonePanel:
    waiting = packing_up.waiting_totes(turn)
    following = words.say("done.next_tote", tote=waiting[0][0]) if waiting else words.say("done.next_list")
    return DonePanel(
        title=words.say("done.title", number=parcel.order_number),
        detail=words.say("done.to_dispatch"),
        facts=(words.say("done.label", sscc=spaced(parcel.sscc)),),
        next=following,
    )


def dispatch_panel(turn: Turn, words: Words) -> DispatchPanel:
    now = lane.lane(turn.work)
    hint = words.say("dispatch.hint") if now.waiting else words.say("dispatch.none")
    return DispatchPanel(
        title=words.say("dispatch.title"),
        hint=hint,
        waiting=tuple((row.order_number, spaced(row.sscc)) for row in now.waiting[-ROWS_SHOWN:]),
        last=tuple((row.order_number, spaced(row.sscc)) for row in reversed(now.gone)),
    )


def choice_panel(turn: Turn, words: Words, ask: Ask) -> ChoicePanel:
    answers = tuple(_answer(turn, words, ask, code) for code in asking.answers(turn, ask))
    return ChoicePanel(
        title=words.say(f"reason.{ask}.question"),
        explain=words.say(f"choice.{ask}.explain", **_explain(turn, words, ask)),
        answers=answers,
    )


def _answer(turn: Turn, words: Words, ask: Ask, code: str) -> str:
    """A reason in words, or a lot with its last good day."""
    if ask in REASONS or code == lots.NONE_OF_THESE:
        return words.say(f"reason.{ask}.{code}")
    return lot_words(turn, words, lots.asked_sku(turn), code)


def _explain(turn: Turn, words: Words, ask: Ask) -> dict[str, object]:
    if ask is Ask.SHORT_PICK:
        run = turn.work.get(PickRun, turn.bench.list_id)
        stop = run.stop if run else None
        if stop is not None:
            item = words_for(item_view(reading.product(turn, stop.sku), stop.sku))
            return {"quantity": stop.left, "item": item, "location": stop.location}
    task = turn.work.get(TaskRun, turn.bench.task_id) if turn.bench.task_id else None
    if ask in (Ask.LOT, Ask.PACK_LOT, Ask.OTHER_LOT, Ask.LOT_BADGE):
        return _explain_lot(turn, words, ask)
    if ask in (Ask.TASK_MISSING, Ask.INSPECT) and task is not None and (line := task.line):
        item = words_for(item_view(reading.product(turn, line.sku), line.sku))
        units = task.in_hand or line.left
        return {"quantity": units, "item": item, "location": line.source or line.to}
    session = packing_up.current(turn)
    if ask is Ask.SHORT_PACK and session is not None and session.hero is not None:
        item = words_for(item_view(reading.product(turn, session.hero.sku), session.hero.sku))
        return {"quantity": session.hero.left, "item": item, "location": session.tote}
    parcel = labelling_up.current(turn)
    return {"quantity": 0, "item": "", "location": "", "copy": parcel.copies + 1 if parcel else 1}


def _explain_lot(turn: Turn, words: Words, ask: Ask) -> dict[str, object]:
    """What was scanned, the promised lot, and the one that is to be taken instead."""
    sku = lots.asked_sku(turn)
    run = turn.work.get(PickRun, turn.bench.list_id) if ask is not Ask.PACK_LOT else None
    stop, offered = (run.stop, run.offered) if run else (None, None)
    return {
        "item": words_for(item_view(reading.product(turn, sku), sku)),
        "needed": lot_words(turn, words, sku, stop.lot) if stop else "",
        "lot": lot_words(turn, words, sku, offered.lot) if offered else "",
        "location": stop.location if stop else "",
    }


def device_rows(words: Words, devices: tuple[DeviceChanged, ...]) -> tuple[DeviceView, ...]:
    return tuple(_device(words, device) for device in sorted(devices, key=lambda d: (d.kind, d.device)))


def troubles(words: Words, devices: tuple[DeviceChanged, ...]) -> tuple[str, ...]:
    """One line each: the device, the remedy, the consequence."""
    return tuple(
        f"{words.say('device.line.title', **said)}. {words.say('device.line.detail', **said)}"
        for device in devices
        if device.reasons
        for said in [_said(words, device)]
    )


def _device(words: Words, device: DeviceChanged) -> DeviceView:
    said = _said(words, device)
    good = device.state in (DeviceState.READY, DeviceState.BUSY)
    tone = Tone.RIGHT if good and not device.reasons else Tone.WRONG if device.reasons else Tone.CARE
    return DeviceView(
        name=device.device,
        kind=said["name"],
        tone=tone,
        state=said["title"] if device.reasons else words.say(f"device.state.{_key(device.state)}"),
        detail=device.detail,
        remedy=words.say("device.line.detail", **said) if device.reasons else "",
    )


def _said(words: Words, device: DeviceChanged) -> dict[str, str]:
    kind = f"device.kind.{_key(device.kind)}"
    said = {"name": words.say(f"{kind}.name"), "consequence": words.say(f"{kind}.consequence")}
    if not device.reasons:
        return {**said, "title": "", "remedy": ""}
    reason = f"device.reason.{_key(device.reasons[0])}"
    return {**said, "title": words.say(f"{reason}.title"), "remedy": words.say(f"{reason}.remedy")}


def _key(name: str) -> str:
    return name.replace(" ", "_")
