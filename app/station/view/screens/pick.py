"""The walk: where to go, what to take, how many, into which tote."""

from __future__ import annotations

import re

from app.domain.floor.walk import PickPhase, PickRun, Stop
from app.station.desk import Turn
from app.station.verbs import reading
from app.station.view.panels import BarView, PickPanel, ToteView
from app.station.view.signs import Tone
from app.station.view.wording.items import item_view, words_for
from app.station.view.wording.lots import lot_view
from app.station.view.wording.words import Words

PLACE = re.compile(r"(?P<aisle>[A-Z]+)-0*(?P<bay>\d+)-0*(?P<shelf>\d+)")


def pick_panel(turn: Turn, words: Words, run: PickRun) -> PickPanel:
    stop = run.stop
    if stop is None:
        raise LookupError("a finished walk has no panel")
    return PickPanel(
        location=stop.location,
        location_words=place_words(words, stop.location),
        location_done=stop.location_done,
        totes=_totes(turn, run, stop),
        item=item_view(reading.product(turn, stop.sku), stop.sku),
        left=stop.left,
        left_words=words.say("pick.give" if run.phase is PickPhase.TOTES else "pick.left"),
        phase=run.phase,
        lot=lot_view(turn, words, stop.sku, stop.lot, len(stop.lots)),
    )


def pick_bar(turn: Turn, words: Words, run: PickRun) -> BarView:
    """What the next scan should be."""
    stop = run.stop
    if run.phase is PickPhase.TOTES or stop is None:
        order = reading.order_number(turn, run.next_order)
        detail = words.say("next.tote_for_order_detail", given=len(run.totes), all=len(run.orders))
        return BarView(tone=Tone.NEXT, title=words.say("next.tote_for_order", order=order), detail=detail)
    item = words_for(item_view(reading.product(turn, stop.sku), stop.sku))
    tote = run.tote_of(run.to_order)
    if run.phase is PickPhase.LOCATION:
        title = words.say("next.location", location=stop.location)
        return BarView(tone=Tone.NEXT, title=title, detail=words.say("next.item", item=item))
    if run.phase is PickPhase.TOTE:
        return BarView(tone=Tone.NEXT, title=words.say("next.tote", tote=tote), detail=item)
    return BarView(tone=Tone.NEXT, title=words.say("next.item", item=item), detail=_then(turn, words, run, stop, tote))


def _then(turn: Turn, words: Words, run: PickRun, stop: Stop, tote: str) -> str:
    parts = []
    if len(run.orders) > 1:
        parts.append(words.say("next.item_detail_tote", tote=tote))
    product = reading.product(turn, stop.sku)
    if product:
        fitting = [code.units for code in product.barcodes if 1 < code.units <= stop.room]
        if fitting:
            parts.append(words.say("next.item_detail_case", units=max(fitting)))
    return " ".join(parts)


def _totes(turn: Turn, run: PickRun, stop: Stop) -> tuple[ToteView, ...]:
    here: dict[str, int] = {}
    for need in stop.needs:
        here[need.order_id] = here.get(need.order_id, 0) + need.left
    giving = run.phase is PickPhase.TOTES
    current = run.next_order if giving else run.to_order
    return tuple(
        ToteView(
            tote=run.tote_of(order_id), order=reading.order_number(turn, order_id),
            units=0 if giving else here.get(order_id, 0), current=order_id == current,
        )
        for order_id in run.orders
    )  # fmt: skip


def place_words(words: Words, location: str) -> str:
    match = PLACE.fullmatch(location)
    return words.say("pick.place", **match.groupdict()) if match else words.say("pick.place_other", location=location)
