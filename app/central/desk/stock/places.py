"""Locations by code, with how many SKUs and units lie there and whether something may be promised of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.central.centre import Centre
from app.central.desk.stock.values import PlaceSeen

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceList:
    """`after` "" when there is no further page."""

    rows: tuple[PlaceSeen, ...]
    after: str


def place_list(centre: Centre, site: str, typed: str, state: str, after: str) -> PlaceList:
    """A page of the locations whose code begins as typed, or of that zone, behind a code."""
    with centre.read(site) as work:
        found = work.desk.places.page(typed, state, after, PAGE + 1)
        last = found[PAGE - 1].code if len(found) > PAGE else ""
        return PlaceList(rows=found[:PAGE], after=last)
