"""Every action by touch and by key, once each; hold for what cannot be undone; a refusal covers the work and stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from app.domain.floor.cards import Command
from app.station.view.bench_view import BenchView, Pressed
from app.station.view.signs import Screen, Sound
from tests.ui.driving import NOON, QT_KEYS, Driver
from tests.ui.samples.walking import UNDO
from tests.ui.views import ALL
from ui.touch.offers import command_for_key, offered_actions

MakeKiosk = Callable[..., Driver]


def test_every_action_is_reached_by_touch_and_says_when(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    for name, make in ALL.items():
        view = make()
        driver.show(view)
        for action in offered_actions(view):
            if action.hold:
                continue
            driver.pressed.clear()
            button = driver.button(action.command)
            driver.until(partial(rested, button), "the button to take the next press")
            driver.touch(driver.middle(button))
            driver.until(lambda: driver.pressed, f"{action.command} on {name}")
            assert driver.commands == [action.command], name
            assert driver.pressed[0].at == NOON
            assert driver.pressed[0].mono_ns > 0


def test_every_action_is_reached_by_its_key(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    for name, make in ALL.items():
        view = make()
        driver.show(view)
        for action in offered_actions(view):
            assert action.key, f"{action.command} on {name} has no key"
            if action.hold:
                continue
            driver.pressed.clear()
            driver.key(QT_KEYS[action.key])
            assert driver.commands == [action.command], name


def test_sample_commands_are_commands_of_the_bench() -> None:
    for make in ALL.values():
        for action in offered_actions(make()):
            assert Command(action.command).value == action.command


@pytest.mark.parametrize(
    ("name", "key", "command"),
    [
        ("pack", "Enter", "CLOSE_CARTON"),
        ("pack", "C", "CLOSE_CARTON"),
        ("pack_cartons", "3", "CARTON_3"),
        ("choice", "2", "REASON_2"),
        ("choice", "9", None),
        ("choice", "Esc", "BACK"),
        ("refuse", "Esc", "OK"),
        ("refuse", "Enter", "OK"),
        ("refuse", "U", None),
        ("queue", "F9", "SIGN_OUT"),
        ("queue", "", None),
    ],
)
def test_a_key_stands_for_what_the_screen_offers(name: str, key: str, command: str | None) -> None:
    offered = command_for_key(ALL[name](), key)
    assert (offered.command if offered else None) == command


def test_a_press_acts_on_release_and_only_inside(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(ALL["pack"]())
    undo = driver.middle(driver.button("UNDO"))
    driver.finger_down(undo)
    driver.settle()
    assert driver.pressed == []
    driver.finger_up(undo)
    assert driver.commands == ["UNDO"]
    QTest.mousePress(driver.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, undo)
    QTest.mouseMove(driver.window, QPoint(5, 5))
    QTest.mouseRelease(driver.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    assert driver.commands == ["UNDO"]


def test_a_bouncing_finger_presses_once(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(ALL["pack"]())
    undo = driver.middle(driver.button("UNDO"))
    QTest.mouseClick(driver.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, undo)
    QTest.mouseClick(driver.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, undo)
    assert driver.commands == ["UNDO"]


def test_void_wants_to_be_held_by_finger_or_key(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(ALL["label"]())
    void = driver.middle(driver.button("VOID"))
    driver.touch(void)
    driver.key(Qt.Key.Key_V)
    driver.settle()
    assert driver.pressed == []
    driver.finger_down(void)
    driver.until(lambda: driver.pressed, "the ring to fill under the finger")
    driver.finger_up(void)
    assert driver.commands == ["VOID"]
    QTest.keyPress(driver.window, Qt.Key.Key_V)
    driver.until(lambda: len(driver.pressed) > 1, "the ring to fill under the key")
    QTest.keyRelease(driver.window, Qt.Key.Key_V)
    driver.settle()
    assert driver.commands == ["VOID", "VOID"]


def test_tab_shows_the_focus_and_space_presses_it(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(ALL["pack"]())
    driver.until(driver.window.isActive, "the window to have the keyboard")
    driver.key(Qt.Key.Key_Tab)
    focused = driver.window.activeFocusItem()
    assert focused.property("visualFocus")
    driver.key(Qt.Key.Key_Space)
    assert driver.commands == [focused.property("command")]


def test_keys_with_control_or_alt_are_no_commands(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(ALL["pack"]())
    driver.key(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    driver.key(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    assert driver.pressed == []


def test_a_refusal_covers_the_work_and_stays(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    pack = ALL["pack_cartons"]()
    driver.show(pack)
    carton = driver.middle(driver.button("CARTON_1"))
    refused: BenchView = replace(ALL["refuse"](), pack=pack.pack)
    driver.show(refused)
    assert driver.says("Wrong size")
    assert not driver.says("Box M")
    driver.touch(carton)
    driver.key(Qt.Key.Key_1)
    driver.show(replace(refused, event=refused.event + 1, sound=Sound.NONE))
    assert driver.says("Wrong size")
    assert driver.pressed == []
    driver.key(Qt.Key.Key_Escape)
    assert driver.commands == ["OK"]
    driver.show(replace(pack, event=refused.event + 2))
    assert not driver.says("Wrong size")


def test_a_sound_is_played_once_for_its_event(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    right = replace(ALL["pack"](), event=7, sound=Sound.RIGHT)
    driver.show(right)
    driver.show(replace(right, facts=("4 of 7 units",)))
    driver.show(replace(right, event=8, sound=Sound.NONE))
    driver.show(replace(right, event=9, sound=Sound.WRONG))
    assert driver.ears.heard == [Sound.RIGHT, Sound.WRONG]


def test_the_frame_names_the_scan_it_answers(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(replace(ALL["pack"](), answers=123_456_789))
    driver.show(ALL["pick"]())
    assert [answers for answers in driver.frames if answers] == [123_456_789]


def rested(button: QQuickItem) -> bool:
    return not button.property("resting")


def frames_in_a_while(driver: Driver) -> int:
    before = len(driver.frames)
    QTest.qWait(100)
    return len(driver.frames) - before


def test_no_frame_is_drawn_while_nothing_happens(kiosk: MakeKiosk) -> None:
    """Idle means idle: after everything is built the window asks for no frame by itself."""
    driver = kiosk()
    for name in ("pack", "label", "done", "sign_in"):
        driver.show(ALL[name]())
        driver.until(lambda: frames_in_a_while(driver) == 0, f"{name} to come to rest")


def test_closing_the_window_ends_the_run_and_pressed_is_a_plain_value(kiosk: MakeKiosk) -> None:
    driver = kiosk()
    driver.show(replace(ALL["queue"](), screen=Screen.QUEUE, actions=(UNDO,)))
    driver.key(Qt.Key.Key_U)
    assert driver.pressed == [Pressed("UNDO", NOON, driver.pressed[0].mono_ns)]
