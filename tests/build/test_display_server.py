"""The X server of a run: a client can use it while it lasts, and it is gone afterwards."""

import os
import socket
import struct
import subprocess

import display
from tests import leaks


def geometry(environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["xdotool", "getdisplaygeometry"], env={**os.environ, **environ}, capture_output=True, text=True, timeout=30
    )


def server_of(environ: dict[str, str]) -> int:
    """The process id of the server that has a display's number; 0 when nobody has it."""
    with socket.socket(socket.AF_UNIX) as asker:
        try:
            asker.connect(f"/tmp/.X11-unix/X{environ['DISPLAY'].removeprefix(':')}")
        except (FileNotFoundError, ConnectionRefusedError):
            return 0
        return int(struct.unpack("3i", asker.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])


def test_a_client_sees_a_full_hd_screen_and_nothing_is_left_afterwards() -> None:
    before = {child.pid for child in leaks.children()}
    with display.x_server() as environ:
        assert geometry(environ).stdout.strip() == "1920 1080"
        mine = server_of(environ)
    assert leaks.new_children(before, grace_s=10.0) == []
    assert server_of(environ) != mine, "its number is free for the next"


def test_two_servers_at_once_have_two_displays() -> None:
    with display.x_server() as one, display.x_server() as other:
        assert one["DISPLAY"] != other["DISPLAY"]
