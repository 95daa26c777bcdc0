"""A refusal of each of the six verdicts that refuse, as the station would post them."""

from __future__ import annotations

from dataclasses import replace

from app.station.bench_view import BenchView
from app.station.panels import RefusalView
from app.station.signs import Sound, Tone
from tests.ui.packing_samples import pack
from tests.ui.samples import HEAVY_L, HEAVY_XL, MUG, OK, ONLINE, PROBLEM, SHORT


def refuse() -> BenchView:
    refusal = RefusalView(
        tone=Tone.WRONG,
        title="Wrong size",
        scanned="Heavy tee, black, XL",
        scanned_item=HEAVY_XL,
        needed="Heavy tee, black, L",
        needed_item=HEAVY_L,
        headline="Heavy tee, black",
        orders=("Put this XL in tote T-18.", "Scan L: it is in tote T-17."),
        note="It belongs to order 1044. Was it lying in T-17? Then press Problem after this.",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(pack(), refusal=refusal, actions=(PROBLEM, SHORT, OK), link=ONLINE, sound=Sound.WRONG, bar=None)


def refuse_unknown() -> BenchView:
    refusal = RefusalView(
        tone=Tone.UNKNOWN,
        title="Unknown barcode",
        scanned="4006381333931",
        scanned_item=None,
        needed="Heavy tee, black, L",
        needed_item=HEAVY_L,
        headline="This code is not in the catalogue",
        orders=("Put it on the problem shelf.", "Scan L: it is in tote T-17."),
        note="",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(refuse(), refusal=refusal, sound=Sound.UNKNOWN)


def refuse_too_many() -> BenchView:
    refusal = RefusalView(
        tone=Tone.CARE,
        title="One too many",
        scanned="",
        scanned_item=None,
        needed="",
        needed_item=None,
        headline="The order has 2 of these, and 2 are in the carton.",
        orders=("Put this one back in tote T-17.",),
        note="",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(refuse(), refusal=refusal, sound=Sound.TOO_MANY)


def refuse_tote() -> BenchView:
    refusal = RefusalView(
        tone=Tone.WRONG_TOTE,
        title="Wrong tote",
        scanned="T-18",
        scanned_item=None,
        needed="T-17",
        needed_item=None,
        headline="",
        orders=("T-18 holds order 1044.", "Scan tote T-17."),
        note="",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(refuse(), refusal=refusal, sound=Sound.WRONG_TOTE)


def refuse_done() -> BenchView:
    refusal = RefusalView(
        tone=Tone.DONE,
        title="Tote already open",
        scanned="T-17",
        scanned_item=None,
        needed="",
        needed_item=None,
        headline="T-17",
        orders=("Order 1043 is open on this bench: pack on.",),
        note="",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(refuse(), refusal=refusal, sound=Sound.ALREADY_DONE)


def refuse_not_now() -> BenchView:
    refusal = RefusalView(
        tone=Tone.NOT_NOW,
        title="Scan the tote first",
        scanned="Enamel mug, sea",
        scanned_item=MUG,
        needed="",
        needed_item=None,
        headline="",
        orders=("No tote is open on this bench.", "Scan the tote, then this mug."),
        note="",
        footer="The scan was recorded. Nothing was added to the carton.",
    )
    return replace(refuse(), refusal=refusal, sound=Sound.NOT_NOW)
