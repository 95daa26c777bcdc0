"""The refusal that covers the work: what was scanned, what was needed, where the thing does belong, what to do."""

from __future__ import annotations

from typing import Final

from app.domain.floor.verdicts import Outcome, Verdict
from app.domain.floor.walk import PickRun
from app.station.bench import Step
from app.station.desk import Turn
from app.station.verbs import reading
from app.station.verbs.packing import packing_up
from app.station.view.panels import RefusalView
from app.station.view.wording.items import difference, item_view, words_for
from app.station.view.wording.lots import lot_card
from app.station.view.wording.sentences import sentence
from app.station.view.wording.tones import TONES
from app.station.view.wording.words import Words

TOTES: Final = frozenset({"other_tote", "foreign_tote"})
"""A tote was scanned while the right product is in hand: the tote is what is wrong."""

ASKING: Final = frozenset({"location_first", "tote_first"})
"""Too early, and what comes first is one thing with a name."""


def refusal_view(turn: Turn, words: Words, outcome: Outcome) -> RefusalView:
    said = sentence(turn, words, outcome, _source(turn))
    scanned = reading.product(turn, outcome.scanned_sku) if outcome.scanned_sku else None
    needed = reading.product(turn, outcome.expected_sku) if outcome.expected_sku else None
    attribute = difference(scanned, needed) if scanned and needed else ""
    got = item_view(scanned, outcome.scanned_sku, attribute) if scanned and outcome.said not in TOTES else None
    want = item_view(needed, outcome.expected_sku, attribute) if needed and needed != scanned else None
    asked = _needed(turn, words, outcome)
    return RefusalView(
        tone=TONES[outcome.verdict],
        title=said.title,
        scanned=lot_card(turn, words, outcome.scanned_sku, outcome.lot) or (words_for(got) if got else outcome.scanned),
        scanned_item=None if outcome.lot else got,
        needed=words_for(want) if want else asked,
        needed_item=want,
        headline=said.item or ("" if want or asked else outcome.scanned),
        orders=tuple(text for text in (said.detail, said.where, said.then) if text),
        note=_note(turn, words, outcome),
        footer=_footer(turn, words),
    )


def _needed(turn: Turn, words: Words, outcome: Outcome) -> str:
    """What should have been scanned instead, where that is one thing with a name ("" otherwise)."""
    if outcome.expected_lot and outcome.expected_lot != outcome.lot:
        return lot_card(turn, words, outcome.scanned_sku, outcome.expected_lot)
    asks = outcome.verdict in (Verdict.WRONG_TOTE, Verdict.WRONG_ITEM) or outcome.said in ASKING
    if not asks or outcome.expected_sku:
        return ""
    return reading.order_number(turn, outcome.expected) or outcome.expected


def _note(turn: Turn, words: Words, outcome: Outcome) -> str:
    """Goods of another order in this tote are a mis-sort: say whose they are."""
    session = packing_up.current(turn)
    if turn.bench.step is not Step.PACK or session is None or outcome.said != "wrong_item":
        return ""
    tote, order_id = reading.tote_wanting(turn, outcome.scanned_sku, session.order_id)
    if not tote:
        return ""
    return words.say("refusal.mis_sort", order=reading.order_number(turn, order_id), tote=session.tote)


def _footer(turn: Turn, words: Words) -> str:
    if turn.bench.said is not None and turn.bench.said.said == "acknowledge_first":
        return words.say("refusal.swallowed", scanned=turn.bench.said.scanned)
    return words.say("refusal.recorded")


def _source(turn: Turn) -> str:
    """Where the needed thing is to be found: the tote being packed, or the location of the stop."""
    session = packing_up.current(turn)
    if session is not None:
        return session.tote
    run = turn.work.get(PickRun, turn.bench.list_id) if turn.bench.list_id else None
    return run.stop.location if run and run.stop else ""
