"""A scanner that types into the real window: one scan, nothing pressed; a person's keys still work."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest

from devices.scanner.wedge import Key, Modifier, WedgeDecoder, WedgeSetup
from tests.ui.driving import Driver
from tests.ui.views import ALL
from ui.touch.strokes import KeyboardWedge, Stroke

MakeKiosk = Callable[..., Driver]


def make_key(stroke: Stroke) -> Key:
    modifiers = Modifier.NONE
    for held, modifier in (
        (stroke.shift, Modifier.SHIFT),
        (stroke.control, Modifier.CONTROL),
        (stroke.alt, Modifier.ALT),
    ):
        modifiers |= modifier if held else Modifier.NONE
    return Key(
        stroke.scan_code, stroke.text, stroke.key, modifiers, stroke.down, stroke.t_ms, stroke.repeat, stroke.tag
    )


def wedge(gap_ms: int = 50) -> KeyboardWedge[Key]:
    """A wide gap where real keys come through a real X server on a busy machine."""
    return KeyboardWedge("wedge", WedgeDecoder(WedgeSetup(gap_ms=gap_ms)), make_key)


def type_really(*keys: str) -> None:
    """Through XTEST, as a keyboard would: the X server, the platform plugin, the window."""
    subprocess.run(["xdotool", "key", "--delay", "2", *keys], check=True, timeout=30)


def focus_a_button(driver: Driver) -> str:
    driver.until(driver.window.isActive, "the window to have the keyboard")
    item = driver.button("UNDO")
    item.forceActiveFocus(Qt.FocusReason.TabFocusReason)
    assert driver.window.activeFocusItem() is not None
    return "UNDO"


def test_a_real_scan_with_gs_presses_nothing_and_is_one_scan(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge(gap_ms=2000))
    driver.show(ALL["pack"]())
    focus_a_button(driver)
    text = ["bracketright", "C", "1", "1", "0", "space", "s", "u", "p", "ctrl+bracketright", "2", "1", "x", "Return"]
    type_really(*text)
    driver.until(lambda: driver.scanned, "the scan")
    driver.settle()
    assert [(scan.device, scan.raw, scan.aim) for scan in driver.scanned] == [("wedge", b"10 sup\x1d21x", "]C1")]
    assert driver.pressed == []


def test_real_keys_of_a_person_still_work(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge())
    driver.show(ALL["pack"]())
    focus_a_button(driver)
    type_really("s")
    driver.until(lambda: driver.pressed, "the short pick")
    type_really("Escape")
    type_really("space")
    driver.until(lambda: len(driver.pressed) == 2, "the focused button")
    type_really("Return")
    driver.until(lambda: len(driver.pressed) == 3, "the primary action")
    assert driver.commands == ["SHORT", "UNDO", "CLOSE_CARTON"]
    assert driver.scanned == []


def test_a_scan_that_spells_shortcuts_is_only_a_scan(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge(gap_ms=5000))
    driver.show(ALL["pack"]())
    focus_a_button(driver)
    for letter in "SUPN":
        driver.key(Qt.Key(ord(letter)))
    driver.key(Qt.Key.Key_Space)
    driver.key(Qt.Key.Key_Return)
    driver.settle()
    assert [scan.raw.lower() for scan in driver.scanned] == [b"supn "]
    assert driver.pressed == []


def test_typing_is_held_back_only_for_a_moment(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge())
    driver.show(ALL["pick"]())
    driver.key(Qt.Key.Key_K)
    assert driver.pressed == []
    driver.until(lambda: driver.pressed, "the key that was typing after all")
    assert driver.commands == ["SKIP"]


def test_enter_alone_is_a_person(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge())
    driver.show(ALL["pick"]())
    driver.key(Qt.Key.Key_Return)
    assert driver.commands == ["NEXT"]


def test_a_window_without_the_keyboard_says_so(kiosk: MakeKiosk) -> None:
    driver = kiosk(wedge=wedge())
    driver.show(ALL["queue"]())
    driver.until(driver.window.isActive, "the window to have the keyboard")
    assert not driver.says("Scanner input inactive")
    other = QWindow()
    other.resize(50, 50)
    other.show()
    driver.until(other.isExposed, "the other window")
    other.requestActivate()
    driver.until(lambda: driver.says("Scanner input inactive"), "the warning")
    driver.window.requestActivate()
    driver.until(lambda: not driver.says("Scanner input inactive"), "the warning to go")
    other.close()
    QTest.qWait(0)
