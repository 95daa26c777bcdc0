"""System libraries: which Debian packages each verb needs, which of them are missing, and how they get there."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence

from progress import Refused, say

# What libQt6Gui, Qt Quick and the offscreen platform plugin link against.
QT_OFFSCREEN = ("libegl1", "libgl1", "libglib2.0-0", "libxkbcommon0", "libfontconfig1", "libdbus-1-3")
# What Pillow shapes right-to-left names with, on labels and slips; its wheel brings the rest.
RIGHT_TO_LEFT = ("libfribidi0",)
# What the xcb platform plugin links against, on top.
QT_ON_X = (
    "libxkbcommon-x11-0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
)
# An X server for the tests, what it compiles keyboard layouts with, and a hand to type from outside.
X_SERVER = ("xvfb", "x11-xkb-utils", "xkb-data", "xdotool")
# The second engine of the centre, run as a private cluster, and a browser to look at its pages.
POSTGRESQL = ("postgresql-15",)
BROWSER = ("chromium", "chromium-driver")
# Makes the certificates of a mail server of the tests.
CERTIFICATES = ("openssl",)


def needed(verb: str, has_display: bool) -> tuple[str, ...]:
    """Debian packages that `verb` needs: a demo without a display needs no X; tests and benches bring their own."""
    if verb in ("test", "bench"):
        return QT_OFFSCREEN + RIGHT_TO_LEFT + QT_ON_X + X_SERVER + POSTGRESQL + BROWSER + CERTIFICATES
    if verb == "demo" and has_display:
        return QT_OFFSCREEN + RIGHT_TO_LEFT + QT_ON_X
    return QT_OFFSCREEN + RIGHT_TO_LEFT


def missing(wanted: Sequence[str], installed: Collection[str]) -> tuple[str, ...]:
    """Those of `wanted` that are not installed; newer Debian puts `t64` behind the names of some."""
    return tuple(name for name in wanted if name not in installed and f"{name}t64" not in installed)


def read_dpkg(listing: str) -> frozenset[str]:
    """Names of the installed packages; dpkg-query prints a line `${Package} ${db:Status-Status}` for each it knows."""
    rows = (line.split() for line in listing.splitlines())
    return frozenset(row[0] for row in rows if row[1:] == ["installed"])


def install_commands(packages: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The two commands, to be run as root, that install `packages`."""
    return (("apt-get", "update", "-q"), ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages))


def advice(packages: Sequence[str]) -> str:
    """What to tell somebody who is not root: the exact command."""
    line = " && ".join("sudo " + " ".join(command) for command in install_commands(packages))
    return f"system packages are missing, and installing them needs root; run\n\n    {line}\n\nand then this again"


def venv_packages() -> tuple[str, ...]:
    """What this Python lacks to make a virtual environment: Debian ships `ensurepip` in a package of its own."""
    return () if importlib.util.find_spec("ensurepip") else ("python3-venv",)


def installed_here() -> frozenset[str]:
    """Names of the Debian packages installed on this machine."""
    form = "${Package} ${db:Status-Status}\n"
    listing = subprocess.run(["dpkg-query", "-W", "-f", form], check=True, capture_output=True, text=True)
    return read_dpkg(listing.stdout)


def provide(verb: str, environ: Mapping[str, str]) -> None:
    """Sees to it that the system libraries `verb` needs are here. Raises Refused with the command if not root."""
    if sys.platform == "win32":
        return
    wanted = needed(verb, bool(environ.get("DISPLAY"))) + venv_packages()
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        say(f"not a Debian-family system: make sure it has what Debian calls {' '.join(wanted)}")
        return
    absent = missing(wanted, installed_here())
    if not absent:
        return
    if os.geteuid() != 0:
        raise Refused(advice(absent))
    say(f"installing system packages: {' '.join(absent)}")
    _install(absent, environ)


def _install(packages: Sequence[str], environ: Mapping[str, str]) -> None:
    quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in install_commands(packages):
        done = subprocess.run(command, check=False, env=quiet, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise Refused(f"`{' '.join(command)}` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
