"""The virtual environment: made from the lock files, every package checked by hash, left alone until they change."""

import hashlib
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from progress import Refused, say

CHECKOUT = Path(__file__).resolve().parent.parent
BUILD = CHECKOUT / "build"
VENV = CHECKOUT / ".venv"
STAMPS = VENV / "made"
NPM = VENV / "npm"  # tests find it as Path(sys.prefix) / "npm" / "node_modules"
SCRIPTS = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = SCRIPTS / ("python.exe" if sys.platform == "win32" else "python")
OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the set-up; it is done again when what it was made from has changed."""

    name: str
    words: str
    made_from: tuple[bytes, ...]
    act: Callable[[], None]

    @property
    def stamp(self) -> str:
        """A sha256, in hex, over everything the step is made from."""
        total = hashlib.sha256()
        for part in self.made_from:
            total.update(hashlib.sha256(part).digest())
        return total.hexdigest()


def is_done(step: Step, stamps: Path) -> bool:
    """Whether `step` was finished from what it would be made from now."""
    file = stamps / step.name
    return file.is_file() and file.read_text(encoding="ascii") == step.stamp


def carry_out(step: Step, stamps: Path) -> bool:
    """Does `step` unless it is done, and says whether it did. The stamp comes last, so half is never whole."""
    if is_done(step, stamps):
        return False
    (stamps / step.name).unlink(missing_ok=True)
    say(step.words)
    step.act()
    stamps.mkdir(parents=True, exist_ok=True)
    (stamps / step.name).write_text(step.stamp, encoding="ascii")
    return True


def program(name: str) -> str:
    """The path of a program that a package put into the virtual environment."""
    return str(SCRIPTS / (f"{name}.exe" if sys.platform == "win32" else name))


def prepare(with_npm: bool) -> None:
    """Brings the virtual environment up to date with the lock files. Raises Refused if a step fails."""
    if sys.version_info < OLDEST:
        raise Refused(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {platform.python_version()}")
    interpreter = f"{platform.python_version()} {platform.machine()} {sys.base_prefix} {VENV}".encode()
    lock = (BUILD / "requirements.lock").read_bytes()
    project = (CHECKOUT / "pyproject.toml").read_bytes()
    node_lock = tuple((BUILD / "npm" / name).read_bytes() for name in ("package.json", "package-lock.json"))
    steps = [
        Step("venv", "making .venv", (interpreter,), _make_venv),
        Step("packages", "installing locked Python packages", (interpreter, lock), _install_lock),
        Step("checkout", "linking this checkout into .venv", (interpreter, lock, project), _link_checkout),
    ]
    if with_npm:
        steps.append(Step("npm", "installing locked npm packages", (interpreter, lock, *node_lock), _install_npm))
    if all(is_done(step, STAMPS) for step in steps):
        return
    with _alone():
        for step in steps:
            carry_out(step, STAMPS)


def _make_venv() -> None:
    if VENV.exists() and not STAMPS.is_dir():
        raise Refused(f"{VENV} was not made by this tool and is left as it is; move it away and run this again")
    if VENV.exists():
        shutil.rmtree(VENV)
    STAMPS.mkdir(parents=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=sys.platform != "win32")
    except subprocess.CalledProcessError as fault:
        raise Refused(f"Python could not make .venv (on Debian: apt-get install python3-venv): {fault}") from fault


def _install_lock() -> None:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    take = [
        "install",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--no-compile",
        "--progress-bar",
        "off",
    ]
    _run([*pip, *take, "-r", str(BUILD / "requirements.lock")], tell=("Downloading", "Installing"))


def _link_checkout() -> None:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    _run([*pip, "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-e", str(CHECKOUT)])
    _run([*pip, "check"])


def _install_npm() -> None:
    shutil.rmtree(NPM, ignore_errors=True)
    NPM.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(BUILD / "npm" / name, NPM / name)
    _run([program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(NPM)], cwd=NPM)


def _run(command: list[str], tell: tuple[str, ...] = (), cwd: Path = CHECKOUT) -> None:
    """Runs `command`, shows its lines that begin with one of `tell`, and shows all of them if it fails."""
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            lines.append(line)
            if line.strip().startswith(tell) and tell:
                say("  " + line.strip()[:100])
    if child.returncode:
        raise Refused(f"`{' '.join(command)}` failed:\n{''.join(lines[-40:])}")


@contextmanager
def _alone() -> Iterator[None]:
    """Holds the checkout's set-up lock, so that two runs at once do not write into one .venv; waits for the other."""
    with (CHECKOUT / ".setup-lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
