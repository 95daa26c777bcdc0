"""Every screen at both sizes: drawn, nothing clipped, targets large enough for gloves, long words wrapped or elided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from app.station.view.bench_view import BenchView
from tests.ui.driving import Driver
from tests.ui.views import ALL

SIZES = [(1280, 800), (1920, 1080)]
CODES = frozenset(
    {"command", "key", "icon", "picture", "phase", "sscc", "tote", "totes", "location", "number", "code", "carton"}
)
MAY_ELIDE = 2


def longer(value: Any, name: str = "") -> Any:
    """The same value with words 40 % longer, as German or Finnish would make them; codes stay as they are."""
    if name in CODES and not (isinstance(value, tuple) and value and is_dataclass(value[0])):
        return value
    if type(value) is str:
        return value + ("" if len(value) < MAY_ELIDE else " " + ("wörd ëxtrå " * 40)[: max(1, round(len(value) * 0.4))])
    if isinstance(value, tuple):
        return tuple(longer(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: longer(getattr(value, field.name), field.name) for field in fields(value)}
        return replace(value, **changes)
    return value


def outside(driver: Driver, item: QQuickItem) -> bool:
    place = driver.place(item)
    window = driver.window
    return (
        place.left() < -1
        or place.top() < -1
        or place.right() > window.width() + 1
        or place.bottom() > window.height() + 1
    )


def hero(driver: Driver) -> Any:
    """The packed item as QML sees it."""
    model: Any = driver.kiosk.model
    return model.pack.item


def pack_with(picture: str) -> BenchView:
    view = ALL["pack"]()
    assert view.pack is not None
    assert view.pack.item is not None
    return replace(view, pack=replace(view.pack, item=replace(view.pack.item, picture=picture)))


def in_a_list(item: QQuickItem) -> bool:
    """Rows of a list may lie below its edge: they scroll."""
    above: QQuickItem | None = item.parentItem()
    while above is not None and not above.inherits("QQuickListView"):
        above = above.parentItem()
    return above is not None


def clipped(driver: Driver) -> list[str]:
    """Words that are larger than their room, or drawn outside the window."""
    bad = []
    for item in driver.texts():
        wide = item.property("contentWidth") > item.width() + 1.5
        high = item.property("contentHeight") > item.height() + 1.5
        if wide or high or (outside(driver, item) and not in_a_list(item)):
            place = driver.place(item)
            bad.append(f"{item.property('text')!r} at {place.x():.0f},{place.y():.0f} wide={wide} high={high}")
    return bad + overlapping(driver)


def overlapping(driver: Driver) -> list[str]:
    """Words drawn over other words."""
    drawn = [(item, ink(driver, item)) for item in driver.texts() if not in_a_list(item)]
    return [
        f"{one.property('text')!r} over {other.property('text')!r}"
        for at, (one, first) in enumerate(drawn)
        for other, second in drawn[at + 1 :]
        if first.intersects(second)
    ]


def ink(driver: Driver, item: QQuickItem) -> QRectF:
    """Roughly where the letters are: the painted height without a quarter of the line above and below."""
    place, high = driver.place(item), item.property("contentHeight")
    line = high / max(item.property("lineCount"), 1)
    return QRectF(place.x(), place.center().y() - high / 2 + line / 4, place.width(), high - line / 2)


def colours(driver: Driver) -> int:
    picture = driver.window.grabWindow().scaled(160, 100)
    return len({picture.pixel(x, y) for x in range(160) for y in range(100)})


@pytest.mark.parametrize("size", SIZES, ids=["1280x800", "1920x1080"])
def test_every_screen_is_drawn_and_nothing_is_cut(
    kiosk: Callable[..., Driver], size: tuple[int, int], shots: Path | None
) -> None:
    driver = kiosk(size)
    cut: dict[str, list[str]] = {}
    for name, make in ALL.items():
        driver.show(make())
        if shots is not None:
            driver.kiosk.grab(shots / f"{name}-{size[0]}x{size[1]}.png")
        assert colours(driver) > 8, name
        shortened = [f"{i.property('text')!r} elided" for i in driver.texts() if i.property("truncated")]
        if found := clipped(driver) + shortened:
            cut[name] = found
    assert cut == {}


@pytest.mark.parametrize("size", SIZES, ids=["1280x800", "1920x1080"])
def test_longer_words_wrap_or_elide_but_are_never_clipped(
    kiosk: Callable[..., Driver], size: tuple[int, int], shots: Path | None
) -> None:
    driver = kiosk(size)
    cut: dict[str, list[str]] = {}
    for name, make in ALL.items():
        driver.show(longer(make()))
        if shots is not None:
            driver.kiosk.grab(shots / f"{name}-longer-{size[0]}x{size[1]}.png")
        if found := clipped(driver):
            cut[name] = found
    assert cut == {}


@pytest.mark.parametrize(("size", "px_per_mm"), [((1280, 800), 0.0), ((1280, 800), 5.9), ((1920, 1080), 5.56)])
def test_targets_are_at_least_15_mm_and_have_names(
    kiosk: Callable[..., Driver], size: tuple[int, int], px_per_mm: float
) -> None:
    """5.9 px/mm is a 10 inch screen: the drawing shrinks, the targets do not."""
    driver = kiosk(size, px_per_mm=px_per_mm)
    millimetre = px_per_mm or min(size[0] / 345, size[1] / 194)
    small = []
    for name, make in ALL.items():
        driver.show(make())
        for button in driver.buttons():
            if min(button.width(), button.height()) < 15 * millimetre - 1 or outside(driver, button):
                small.append(f"{name}: {button.property('command')} {button.width():.0f} x {button.height():.0f}")
            assert button.property("text"), name
    assert small == []


def test_a_device_trouble_names_the_consequence_and_the_remedy(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    driver.show(ALL["pick_location"]())
    assert driver.says("Label printer: out of paper. Load a roll; your label is kept.")


def test_touching_a_trouble_shows_the_devices_but_not_over_a_refusal(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    trouble = ALL["pick_location"]()
    driver.show(replace(trouble, refusal=ALL["refuse"]().refusal))
    words = next(item for item in driver.texts() if item.property("text") == trouble.troubles[0])
    driver.touch(driver.middle(words))
    driver.settle()
    assert driver.commands == []
    driver.show(trouble)
    driver.touch(driver.middle(words))
    driver.until(lambda: driver.commands == ["DEVICES"], "the trouble to lead to the devices")


def test_a_long_list_says_under_its_whole_rows_how_many_more_there_are(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk((1280, 800))
    view = ALL["queue"]()
    assert view.queue is not None
    driver.show(view)
    assert not driver.says("+ ")
    driver.show(replace(view, queue=replace(view.queue, rows=view.queue.rows * 5)))
    assert driver.says("+ 23")


def test_the_size_stands_on_a_tag_of_the_picture_and_in_big_type(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    driver.show(ALL["pack"]())
    assert hero(driver).letter == "L"
    assert len([item for item in driver.texts() if item.property("text") == "L"]) == 2


def test_a_missing_picture_is_no_fault(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    for picture in ("", "no-such-picture.svg", "../../../pyproject.toml"):
        driver.show(pack_with(picture))
        assert hero(driver).picture == ""


def test_a_name_from_right_to_left_is_isolated(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    driver.show(ALL["label_trouble"]())
    assert driver.says("\u2068عبد الله بن يوسف\u2069")
    assert not driver.says("\u2068EC1A")
