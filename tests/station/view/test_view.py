"""Every moment of the bench is one picture: its screen, exactly its panel, keys that reach every action, the badge."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.documents import Product, ProductBarcode
from app.domain.floor.cards import Command
from app.station.bench import SIDE_STEPS, Step
from app.station.ports import DeviceChanged, DeviceKind, DeviceState, LinkChanged, LinkState, Reason
from app.station.press import ALWAYS, OFFERED
from app.station.storage import OutboxSummary
from app.station.view.bench_view import BenchView
from app.station.view.render import Renderer, sound_of
from app.station.view.signs import Screen, Sound, Tone
from app.station.view.wording.actions import SHOWN
from app.station.view.wording.items import difference, item_view
from app.station.view.wording.times import clock
from app.station.view.world import World
from tests.station.floor import Floor, pack_discrete, walk_cluster, walk_discrete, words
from tests.station.goods import ADA, BLOCK, CODES, EVERYTHING, MORNING, PRODUCTS, badge, gtin, place, tote
from tests.station.packing.test_crash import STORY

PANELS = {"queue", "pick", "pack", "label", "done", "dispatch", "choice"}
BERLIN = ZoneInfo("Europe/Berlin")


def panels(view: BenchView) -> set[str]:
    return {field.name for field in fields(view) if field.name in PANELS and getattr(view, field.name) is not None}


def views_of_the_story(folder: Path) -> list[BenchView]:
    floor = Floor(folder)
    try:
        floor.deliver(*(doc for doc in EVERYTHING if doc is not BLOCK))
        walk_discrete(floor)
        pack_discrete(floor)
        floor.do("PROBLEM", "REASON_1", "DEVICES", "BACK")
        floor.deliver(BLOCK)
        floor.do("PRINT_AGAIN", floor.label, "DISPATCH", floor.label, "BACK", "NEXT")
        walk_cluster(floor)
        floor.do("BACK", "NEXT", "BACK", "SIGN_OUT")
        told = floor.views
    finally:
        floor.close()
    other = Floor(folder.with_name("other"))
    try:
        other.deliver(*EVERYTHING)
        for act in STORY:
            act(other)
        return [*told, *other.views]
    finally:
        other.close()


def test_each_screen_has_exactly_its_panel_and_each_key_one_action(tmp_path: Path) -> None:
    views = views_of_the_story(tmp_path / "bench")
    assert {view.screen for view in views} == set(Screen) - {Screen.STARTING, Screen.FAULT, Screen.TASK}
    for view in views:
        wanted = {view.screen.value} & PANELS
        assert panels(view) == wanted, view.screen
        keys = Counter(action.key for action in view.actions)
        assert max(keys.values(), default=1) == 1, (view.screen, keys)
        assert sum(action.primary for action in view.actions) <= 1
        if view.refusal is not None:
            assert [action.command for action in view.actions] == [Command.OK]
            assert view.refusal.title
            assert view.refusal.orders
        assert "{" not in f"{view}"


def test_the_screen_shows_no_button_that_its_step_refuses() -> None:
    for step in set(Step) - {Step.SIGN_IN}:
        offered = set(OFFERED[step]) | set(ALWAYS)
        assert set(SHOWN[step]) <= offered, step
    assert all(Command.BACK in OFFERED[step] for step in SIDE_STEPS)


def test_a_wrong_size_shows_both_with_what_differs(floor: Floor) -> None:
    floor.do(badge(ADA), tote("T-01"), place("A-01-2"))
    floor.scan(CODES["TEE-L"])
    refusal = floor.view.refusal
    assert refusal is not None
    assert refusal.scanned_item is not None
    assert refusal.needed_item is not None
    assert (refusal.title, refusal.tone, floor.view.sound) == ("Wrong size", Tone.WRONG, Sound.WRONG)
    assert (refusal.scanned_item.differs, refusal.needed_item.differs) == ("L", "M")
    assert (refusal.scanned_item.rest, refusal.needed_item.rest) == ("Moss", "Moss")
    assert refusal.orders == ("This is L; you need M.", "Put L in A-01-3.", "Scan M: it is in A-01-2.")


def test_a_wrong_colour_shows_the_colour_big(floor: Floor) -> None:
    oat = Product(
        sku="TEE-M-OAT", name="Field tee", options=(("Colour", "Oat"), ("Size", "M")), home="A-09-1",
        barcodes=(ProductBarcode(code=gtin(99).zfill(14), units=1),),
    )  # fmt: skip
    floor.deliver(oat)
    walk_discrete(floor)
    floor.do(tote("T-01"))
    floor.scan(gtin(99))
    refusal = floor.view.refusal
    assert refusal is not None
    assert refusal.scanned_item is not None
    assert refusal.needed_item is not None
    assert refusal.title == "Wrong colour"
    assert (refusal.scanned_item.differs, refusal.needed_item.differs) == ("Oat", "Moss")


def test_the_difference_is_the_one_option_that_differs() -> None:
    small, medium, mug, pin = PRODUCTS[0], PRODUCTS[1], PRODUCTS[3], PRODUCTS[5]
    assert difference(small, medium) == "Size"
    assert difference(small, mug) == ""
    both = replace(medium, options=(("Colour", "Oat"), ("Size", "M")))
    assert difference(small, both) == "", "two differ: the whole name tells"
    assert item_view(pin, "PIN").differs == ""
    assert item_view(None, "GONE").name == "GONE"
    assert item_view(small, "TEE-S", "Colour").differs == "Moss"


def summary(waiting: int, oldest: datetime | None) -> OutboxSummary:
    return OutboxSummary(waiting=waiting, oldest=oldest, refused=0, quarantined=0, set_aside=0)


def world(state: LinkState) -> World:
    return World(link=LinkChanged(state, "", MORNING))


def test_offline_says_how_many_wait_and_since_when_by_the_site_s_clock() -> None:
    renderer = Renderer(words())
    oldest = datetime(2026, 3, 2, 12, 2, tzinfo=UTC)
    now = oldest + timedelta(minutes=12)
    assert renderer.badge(BERLIN, now, world(LinkState.OFFLINE), summary(38, oldest)).text == (
        "offline · 38 waiting · oldest 13:02"
    )
    assert renderer.badge(BERLIN, now, World(), summary(0, None)).text == "offline · 0 waiting"
    late = renderer.badge(BERLIN, now + timedelta(days=1), world(LinkState.OFFLINE), summary(1, oldest))
    assert late.text == "offline · 1 waiting · oldest Mon 13:02"
    good = renderer.badge(BERLIN, now, world(LinkState.ONLINE), summary(2, oldest))
    assert (good.text, good.online) == ("centre ok · 2 waiting", True)


@pytest.mark.parametrize("state", LinkState)
def test_every_state_of_the_wire_has_words(state: LinkState) -> None:
    view = Renderer(words()).badge(BERLIN, MORNING, world(state), summary(3, MORNING))
    assert "3 waiting" in view.text
    assert view.online == (state is LinkState.ONLINE)


def test_the_clock_is_the_site_s_own_across_midnight_and_summer_time() -> None:
    at = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert clock(words(), at, BERLIN, at) == "00:30"
    assert clock(words(), at, BERLIN, at - timedelta(hours=1)) == "Sun 00:30"
    assert clock(words(), at, BERLIN, at + timedelta(days=6)) == "Sun 00:30"
    assert clock(words(), at, BERLIN, at + timedelta(days=7)) == "29.03. 00:30"
    july = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert clock(words(), july, BERLIN, july + timedelta(minutes=1)) == "14:00"


def test_device_trouble_names_the_device_the_remedy_and_the_consequence(floor: Floor) -> None:
    printer = DeviceChanged(
        "labels", DeviceKind.LABEL_PRINTER, DeviceState.NEEDS_ATTENTION, (Reason.PAPER_OUT,), "", floor.now()
    )
    with floor.desk.turn() as turn:
        view = Renderer(floor.words).picture(turn, World(devices={"labels": printer}), sound_of(turn), 0)
    assert view.troubles == (
        "Label printer: out of paper. Load a roll. Your label is kept and prints when it is ready.",
    )


def test_the_label_screen_says_what_is_known_of_the_paper(floor: Floor) -> None:
    walk_discrete(floor)
    pack_discrete(floor)
    label = floor.view.label
    assert label is not None
    assert label.address == ("Zoë Müller", "Ring 12", "1010 Wien")
    assert label.sscc_text.startswith("(00) 3 9521321 ")
    assert [check.title for check in label.checks] == ["Number reserved", "Sent to label", "Printed", "Applied"]


def test_an_event_is_counted_once_for_each_scan_so_that_its_sound_plays_once(floor: Floor) -> None:
    floor.do(badge(ADA))
    first = floor.view.event
    floor.scan(CODES["TEE-L"])
    assert floor.view.event == first + 1
