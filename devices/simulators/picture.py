"""Turns the labels a simulated printer prints into PNG pictures, with a renderer that is not ours, run by Node."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("render.cjs")


@dataclass(frozen=True, slots=True)
class Renderer:
    """`node` is the program, `modules` the node_modules folder that holds zpl-renderer-js."""

    node: Path
    modules: Path


class PictureFailed(Exception):
    """The renderer could not be started or refused the label."""


class LabelPictures:
    """One Node process and one thread; `draw` returns at once and the picture appears beside the label."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._wanted: queue.SimpleQueue[tuple[Path, Path] | None] = queue.SimpleQueue()
        self._failures: list[str] = []
        self._node: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="label-pictures", daemon=True)

    def start(self) -> None:
        """Raises PictureFailed when Node or the renderer is not there."""
        package = self._renderer.modules / "zpl-renderer-js"
        if not package.is_dir():
            raise PictureFailed(f"{package}: not installed")
        command = [str(self._renderer.node), str(_SCRIPT), str(self._renderer.modules)]
        try:
            self._node = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", bufsize=1
            )
        except OSError as error:
            raise PictureFailed(f"{self._renderer.node}: {error}") from error
        self._thread.start()

    def draw(self, zpl: Path, png: Path) -> None:
        """Have the label in file `zpl` drawn into file `png`."""
        self._wanted.put((zpl, png))

    def finish(self, timeout_s: float = 60.0) -> list[str]:
        """Draw everything that was asked for, end the process, and return what failed."""
        self._wanted.put(None)
        self._thread.join(timeout_s)
        node = self._node
        if node is not None:
            for pipe in (node.stdin, node.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                node.wait(2)
            if node.poll() is None:
                node.kill()
                node.wait()
        return list(self._failures)

    def _run(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            answer = self._ask(*wanted)
            if answer != "ok":
                self._failures.append(f"{wanted[0].name}: {answer}")

    def _ask(self, zpl: Path, png: Path) -> str:
        node = self._node
        if node is None or node.stdin is None or node.stdout is None:
            return "the renderer is not running"
        size = {"width_mm": 101.5, "height_mm": 152.25, "dots_per_mm": 8}
        try:
            node.stdin.write(json.dumps({"zpl": str(zpl), "png": str(png), **size}) + "\n")
            node.stdin.flush()
            return node.stdout.readline().strip() or "the renderer ended"
        except OSError as error:
            return f"the renderer ended ({error})"
