"""The X server of a run: a client can use it while it lasts, and it is gone afterwards."""

import os
import subprocess

import display
from tests import leaks


def geometry(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["xdotool", "getdisplaygeometry"], env={**os.environ, **environ}, capture_output=True, text=True, timeout=30
    )


def test_a_client_sees_a_full_hd_screen_and_nothing_is_left_afterwards() -> None:
    before = {child.pid for child in leaks.children()}
    with display.x_server() as environ:
        assert geometry(environ).stdout.strip() == "1920 1080"
    assert leaks.new_children(before, grace_s=10.0) == []
    assert geometry(environ).returncode != 0


def test_two_servers_at_once_have_two_displays() -> None:
    with display.x_server() as one, display.x_server() as other:
        assert one["DISPLAY"] != other["DISPLAY"]
