"""The wheel alone, without the checkout and the other side's packages, makes a database and serves its pages."""

import os
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

BLOCKED = ("PySide6", "shiboken6", "serial", "escpos", "zebra")
RUN = """
import sys
for name in {blocked!r}:
    sys.modules[name] = None
sys.path.insert(0, {site!r})
import app.main
assert app.main.__file__.startswith({site!r}), app.main.__file__
sys.exit(app.main.main(["central", "--data", {data!r}, *sys.argv[1:]]))
"""


def test_migrate_and_serve_run_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    site, data = tmp_path / "site", tmp_path / "data"
    zipfile.ZipFile(wheel).extractall(site)
    command = [sys.executable, "-c", RUN.format(blocked=BLOCKED, site=str(site), data=str(data))]
    made = subprocess.run([*command, "migrate"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert made.returncode == 0, made.stderr
    log = tmp_path / "serve.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [*command, "serve", "--port", "0"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        ) as server,
    ):  # fmt: skip
        try:
            assert server.stdout is not None
            found = re.search(r"http://[\d.:]+", server.stdout.readline())
            assert found is not None, log.read_text("utf-8", "replace")
            with urllib.request.urlopen(f"{found.group()}/sign-in", timeout=20) as page:  # noqa: S310  our own
                style = re.search(r'href="(/static/[^"]+\.css)"', page.read().decode())
            assert style is not None
            with urllib.request.urlopen(found.group() + style.group(1), timeout=20) as sheet:  # noqa: S310
                assert len(sheet.read()) > 1000
        finally:
            server.terminate()
            assert server.wait(40) == 0
