"""Movements of stock in words."""

from __future__ import annotations

from typing import Final

from app.central.stock.values import LedgerRow

MOVES: Final = {
    "received": "received",
    "counted": "counted",
    "adjusted": "adjusted",
    "transferred": "moved",
    "found": "found again",
    "allocated": "promised to",
    "released": "no longer promised to",
    "reserved": "reserved",
    "unreserved": "no longer reserved",
    "converted": "reserved, now promised",
    "picked": "picked for",
    "unpicked": "taken out of the tote of",
    "picked_short": "missing when picked for",
    "put_aside": "put aside of",
    "put_back": "put back of",
    "shipped": "shipped with",
    "quarantined": "kept apart",
    "unquarantined": "for sale again",
    "returned": "came back with",
    "inspected": "inspected",
    "restocked": "restocked from",
    "scrapped": "scrapped",
}


def change_words(row: LedgerRow) -> str:
    """What a movement did to what is there, like "+12", "-3", or "12" when nothing came or left."""
    return f"{row.on_hand:+,}" if row.on_hand else f"{row.quantity:,}"
