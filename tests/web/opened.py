"""The database behind a served centre, opened beside it to look or to prepare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.central.centre import Centre
from tests.central.house import Bytes, Clock, Ids
from tests.web.rig import NOW, Shop


@contextmanager
def opened(shop: Shop) -> Iterator[Centre]:
    """The shop's own database; two write it at once, as two processes would."""
    with opened_at(shop.folder, shop.clock) as centre:
        yield centre


@contextmanager
def opened_at(folder: Path, clock: Clock | None = None) -> Iterator[Centre]:
    """A centre over a warehouse nobody serves yet, closed when the block ends."""
    if clock is None:
        clock = Clock()
        clock.at = NOW
    centre = Centre(folder, now=clock, new_id=Ids("o"), random_bytes=Bytes())
    try:
        yield centre
    finally:
        centre.close()
