"""A lot as a packer reads it off the package: its code, and its last good day as a date nobody can mistake."""

from __future__ import annotations

from app.station.desk import Turn
from app.station.verbs import reading
from app.station.view.panels import LotView
from app.station.view.wording.words import Words


def lot_words(turn: Turn, words: Words, sku: str, lot: str) -> str:
    """L-0231 (use by 2026-05-03); "" for no lot."""
    day = last_day(turn, words, sku, lot)
    return f"{lot} ({day})" if lot and day else lot


def lot_card(turn: Turn, words: Words, sku: str, lot: str) -> str:
    """The same in two lines, for a card of its own."""
    return "\n".join(part for part in (lot, last_day(turn, words, sku, lot)) if part)


def last_day(turn: Turn, words: Words, sku: str, lot: str) -> str:
    """Use by 2026-05-03; "" for a lot that does not expire, or that nobody knows."""
    day = reading.lot_book(turn, sku).last_day(lot) if lot else None
    return words.say("lot.use_by", day=day.isoformat()) if day else ""


def lot_view(turn: Turn, words: Words, sku: str, lot: str, lying: int = 1) -> LotView | None:
    """The lot to take; with several lots in one place it has to be told apart from the others."""
    if not lot:
        return None
    note = words.say("lot.several", n=lying) if lying > 1 else ""
    return LotView(caption=words.say("lot.caption"), lot=lot, use_by=last_day(turn, words, sku, lot), note=note)
