"""The carton being packed: what is left first, the hero, and the cartons to choose from."""

from __future__ import annotations

from app.domain.floor.pack_tracing import PackLine
from app.domain.floor.packing import PackSession
from app.station.desk import Turn
from app.station.verbs import reading
from app.station.verbs.packing import packing_up
from app.station.view.panels import BarView, LineView, LotView, PackPanel, ToteView
from app.station.view.signs import Tone
from app.station.view.wording.items import item_view, words_for
from app.station.view.wording.lots import lot_view
from app.station.view.wording.words import Words


def pack_panel(turn: Turn, words: Words, session: PackSession | None) -> PackPanel:
    site = turn.site
    cartons = tuple((carton.code, carton.name) for carton in (site.cartons if site else ())[:9])
    if session is None:
        totes = tuple(
            ToteView(tote=tote, order=reading.order_number(turn, order_id), units=0)
            for tote, _, order_id in packing_up.waiting_totes(turn)
        )
        return PackPanel(
            lines=(), item=None, left=0, left_words="", tote="", cartons=cartons, carton="", phase="tote", totes=totes
        )
    hero = session.hero
    return PackPanel(
        lines=_lines(turn, session),
        item=item_view(reading.product(turn, hero.sku), hero.sku) if hero else None,
        left=hero.left if hero else 0,
        left_words=words.say("pack.left", all=hero.wanted) if hero else "",
        tote=session.tote,
        cartons=cartons,
        carton=session.carton,
        carton_words=_carton_words(words, session, dict(cartons)),
        phase="items",
        lot=_lot(turn, words, hero) if hero else None,
    )


def pack_bar(turn: Turn, words: Words, session: PackSession | None) -> BarView:
    hero = session.hero if session else None
    if session is None or hero is None:
        return BarView(tone=Tone.NEXT, title=words.say("next.pack_tote"))
    item = words_for(item_view(reading.product(turn, hero.sku), hero.sku))
    if session.asked is not None:
        wanted = reading.product(turn, session.asked.sku)
        detail = words_for(item_view(wanted, session.asked.sku))
        return BarView(tone=Tone.NEXT, title=words.say("next.serial"), detail=detail)
    return BarView(tone=Tone.NEXT, title=words.say("next.pack_item", item=item), detail=words.say("next.pack_last"))


def _lot(turn: Turn, words: Words, line: PackLine) -> LotView | None:
    """The first lot of the line with units to pack, or that its numbers are scanned."""
    open_lots = [one.lot for one in line.lots if one.left]
    if open_lots:
        return lot_view(turn, words, line.sku, open_lots[0], len(open_lots))
    if not line.by_serial:
        return None
    return LotView(caption=words.say("lot.serial"), lot="", note=words.say("lot.each_serial"))


def _carton_words(words: Words, session: PackSession, names: dict[str, str]) -> str:
    """Which carton it is, and whether the packer chose it."""
    if session.carton not in names:
        return words.say("pack.carton_open")
    return words.say("pack.carton_chosen" if session.chosen else "pack.carton_suggested", carton=names[session.carton])


def _lines(turn: Turn, session: PackSession) -> tuple[LineView, ...]:
    """What is left comes first; what is done sinks."""
    hero = session.hero
    lines = sorted(session.lines, key=lambda line: not line.left)
    return tuple(
        LineView(
            item=item_view(reading.product(turn, line.sku), line.sku), done=line.packed, wanted=line.wanted,
            short=line.short, current=hero is not None and line.line_id == hero.line_id,
        )
        for line in lines
    )  # fmt: skip
