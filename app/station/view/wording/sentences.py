"""One outcome in words: title, detail, and where the thing belongs."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.floor.verdicts import Outcome
from app.station.desk import Turn
from app.station.verbs import reading
from app.station.view.wording.items import difference, item_view, words_for
from app.station.view.wording.words import Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """`where` the scanned thing goes and what to do `then`; `item` is the scanned product ("" when it is none)."""

    title: str
    detail: str
    where: str
    then: str
    item: str


def sentence(turn: Turn, words: Words, outcome: Outcome, source: str = "") -> Sentence:
    """`source` is where the expected product lies, "" when that is not known."""
    scanned = reading.product(turn, outcome.scanned_sku) if outcome.scanned_sku else None
    needed = reading.product(turn, outcome.expected_sku) if outcome.expected_sku else None
    option = difference(scanned, needed) if scanned and needed else ""
    got, want = item_view(scanned, outcome.scanned_sku, option), item_view(needed, outcome.expected_sku, option)
    key = f"verdict.{'wrong_variant' if option and outcome.said == 'wrong_item' else outcome.said}"
    expected = reading.order_number(turn, outcome.expected) or outcome.expected
    values = {
        "scanned": outcome.scanned,
        "expected": words.maybe(f"foreign.{expected}") if outcome.said == "foreign_code" else expected,
        "belongs": reading.order_number(turn, outcome.belongs) or outcome.belongs,
        "quantity": outcome.quantity,
        "item": words_for(got),
        "needed": words_for(want),
        "item_differs": got.differs,
        "needed_differs": want.differs,
        "option": option.lower(),
        "source": source,
        "lot": outcome.lot,
        "expected_lot": outcome.expected_lot,
    }
    return Sentence(
        title=words.say(f"{key}.title", **values),
        detail=words.say(f"{key}.detail", **values),
        where=words.maybe(f"{key}.where", **values) if outcome.belongs else "",
        then=words.maybe(f"{key}.then", **values) if source else "",
        item=words_for(got) if scanned else "",
    )
