"""The bridge into Qt: order is kept, no sound is lost, nothing leaks, and the main thread gets everything."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.station.view.bench_view import BenchView
from app.station.view.signs import Sound
from tests.ui.driving import Driver
from tests.ui.samples.walking import pick, queue
from ui.touch.kiosk import Kiosk
from ui.touch.mailbox import Mailbox

THREADS, EACH = 4, 500


def test_views_of_four_threads_keep_their_order_and_their_sounds(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    seen: list[int] = []
    sounds: list[Sound] = []
    threads_seen: set[int] = set()

    def receive(view: BenchView, heard: tuple[Sound, ...]) -> None:
        seen.append(view.event)
        sounds.extend(heard)
        threads_seen.add(threading.get_ident())

    mailbox = Mailbox(receive)

    def station(number: int) -> None:
        for n in range(EACH):
            sound = Sound.RIGHT if n % 2 else Sound.NONE
            mailbox.post(replace(queue(), event=number * EACH + n, sound=sound))

    threads = [threading.Thread(target=station, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    driver.until(lambda: len(sounds) == THREADS * EACH // 2, "every sound")
    for thread in threads:
        thread.join()
    mailbox.close()
    for number in range(THREADS):
        own = [event for event in seen if event // EACH == number]
        assert own == sorted(set(own))
    assert threads_seen == {threading.get_ident()}


def test_a_burst_is_drawn_once_with_its_newest_view(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    last = replace(pick(), event=1000)
    for event in range(300):
        driver.kiosk.post(replace(queue(), event=event))
    driver.kiosk.post(last)
    driver.until(lambda: driver.kiosk.model.view is last, "the newest view")


def test_posting_to_a_closed_mailbox_is_quiet(gui: object) -> None:
    mailbox = Mailbox(lambda _view, _sounds: None)
    mailbox.close()
    mailbox.post(queue())


class Bell(QObject):
    rung = Signal(bool)
    plain = Signal()


def test_ten_thousand_signals_leak_no_reference(gui: object) -> None:
    """PySide6 6.12.0 lost a reference to True at every emit under Python 3.11 and aborted after about 570."""
    bell, heard = Bell(), list[bool]()
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(10_000):
        bell.plain.emit()
    after = sys.getrefcount(True)
    assert abs(after - before) < 50
    bell.rung.emit(True)
    assert heard == [True]


def test_sigterm_ends_an_idle_run(kiosk: Callable[..., Driver]) -> None:
    """The handler of an idle Qt loop would wait for the next event: the wake-up byte makes one."""
    running: Kiosk = kiosk().kiosk
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
    before = signal.getsignal(signal.SIGTERM)
    assert running.run() == 0
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_scan_answered_within_a_burst_counts_for_its_frame(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    answered: list[int] = []
    driver.kiosk.on_frame(lambda answers: answered.append(answers) if answers else None)
    driver.kiosk.post(replace(pick(), event=2000, answers=7))
    driver.kiosk.post(replace(pick(), event=2001))
    driver.until(lambda: bool(answered), "the frame that answers the scan")
    assert answered == [7]
    assert driver.kiosk.model.view.event == 2001


def test_a_task_of_another_thread_runs_on_the_main_thread(kiosk: Callable[..., Driver]) -> None:
    driver = kiosk()
    ran: list[int] = []
    mailbox = Mailbox(lambda _view, _sounds: None)
    thread = threading.Thread(target=lambda: mailbox.run(lambda: ran.append(threading.get_ident())))
    thread.start()
    thread.join()
    driver.until(lambda: bool(ran), "the task")
    mailbox.close()
    assert ran == [threading.get_ident()]
