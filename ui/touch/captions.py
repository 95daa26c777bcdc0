"""The few fixed words of the screens, in one language; everything else arrives in finished words with the view."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """Captions beside values. English is the default; `Kiosk.speak` changes them without a restart."""

    next_job: str = "NEXT"
    go_to: str = "GO TO"
    then_go: str = "THEN GO TO"
    into_tote: str = "INTO TOTE"
    totes: str = "TOTES"
    location_done: str = "location scanned"
    location_open: str = "scan the location"
    from_tote: str = "from tote"
    carton: str = "carton"
    scanned: str = "scanned"
    needed: str = "needed"
    sender: str = "FROM"
    ship_to: str = "SHIP TO"
    waiting: str = "Waiting"
    latest: str = "Dispatched"
    none_waiting: str = "nothing is waiting"
    none_yet: str = "none yet"
    none_queued: str = "No other work waits here."
    order: str = "order"
    hold: str = "hold"
    scan_badge: str = "Scan your badge"
    inactive: str = "Scanner input inactive: another window has the keyboard. Touch this screen to go on."
