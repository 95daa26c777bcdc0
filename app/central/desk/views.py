"""The views of the order list: which orders each shows, what it can be sorted by, and what its chip says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.intake.orders import Fulfilment

Pairs = tuple[tuple[str, str], ...]
"""(lifecycle, fulfilment) of the orders a view shows."""

BY_SHIP_BY: Final = "ship-by"
BY_ARRIVAL: Final = "came-in"
BY_TOTAL: Final = "total"

_ALL_FULFILMENTS: Final = (*(status.value for status in Fulfilment), "cancelled")


def _pairs(*lifecycles: str, fulfilments: tuple[str, ...] = _ALL_FULFILMENTS) -> Pairs:
    return tuple((lifecycle, fulfilment) for lifecycle in lifecycles for fulfilment in fulfilments)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """`words` follow the count on the chip; `needs_person`: orders with a hold or task somebody has to act on.

    The first of `sorts` is what the view is sorted by unless asked otherwise; `newest_first` the direction of that.
    """

    code: str
    words: str
    pairs: Pairs = ()
    sorts: tuple[str, ...] = (BY_SHIP_BY, BY_ARRIVAL, BY_TOTAL)
    newest_first: bool = False
    needs_person: bool = False


_LIVE: Final = ("submitted", "accepted")

VIEWS: Final = (
    View(code="need-you", words="need you", needs_person=True),
    View(code="on-hold", words="on hold", pairs=_pairs(*_LIVE, fulfilments=("on_hold",))),
    View(code="to-release", words="to release", pairs=_pairs("accepted", fulfilments=("unfulfilled",))),
    View(
        code="at-benches",
        words="at benches",
        pairs=_pairs("accepted", fulfilments=("in_progress", "partially_shipped")),
    ),
    View(code="open", words="open", pairs=_pairs(*_LIVE)),
    View(
        code="shipped",
        words="shipped",
        pairs=_pairs("closed", "accepted", fulfilments=("shipped",)),
        sorts=(BY_SHIP_BY,),
        newest_first=True,
    ),
    View(
        code="cancelled",
        words="cancelled",
        pairs=_pairs("cancelled", "rejected"),
        sorts=(BY_SHIP_BY,),
        newest_first=True,
    ),
    View(code="all", words="all", sorts=(BY_ARRIVAL,), newest_first=True),
)
NAMED: Final = {view.code: view for view in VIEWS}
FIRST: Final = "open"
FOUND: Final = View(code="found", words="found", newest_first=False)
"""What the search bar found, among all orders."""

PERSONAL_HOLDS: Final = ("payment", "risk", "address", "details", "operator")
"""Holds a person releases; one for stock goes on by itself."""
