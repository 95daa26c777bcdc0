"""qmllint over the kiosk's QML and what the Python view models declare: a misspelt property or slot is found."""

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from environment import CHECKOUT, program

IMPORT_NAME = "QML_IMPORT_NAME"
FOREIGN = ("core", "gui", "qml", "quick")


REPEATED = ("Multiple C++ types called Q", "(other occurrence in :", "violates the One Definition Rule")


def import_name(source: str) -> str | None:
    """The QML module a Python module registers its `@QmlElement` classes in: the text it assigns to QML_IMPORT_NAME."""
    for node in ast.parse(source).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))) if name == IMPORT_NAME:
                return text
    return None


def by_module(files: Iterable[Path]) -> dict[str, list[Path]]:
    """QML module name -> the Python files that register classes in it."""
    found: dict[str, list[Path]] = {}
    for file in sorted(files):
        if name := import_name(file.read_text(encoding="utf-8")):
            found.setdefault(name, []).append(file)
    return found


def describe(name: str, files: list[Path], into: Path) -> None:
    """Writes the type description of QML module `name` where qmllint looks for it: `into`/Name/Parts/qmldir."""
    folder = into.joinpath(*name.split("."))
    folder.mkdir(parents=True)
    described = into / f"{name}.json"
    subprocess.run([program("pyside6-metaobjectdump"), "--out-file", described, *files], check=True)
    _mark_constants(described)
    types = folder / "views.qmltypes"
    version = ["--import-name", name, "--major-version", "1", "--minor-version", "0"]
    foreign = ",".join(str(file) for file in _qt_types())
    registrar = [
        program("pyside6-qmltyperegistrar"),
        "--generate-qmltypes",
        str(types),
        "-o",
        str(into / f"{name}.cpp"),
    ]
    _register([*registrar, *version, f"--foreign-types={foreign}", str(described)])
    (folder / "qmldir").write_text(f"module {name}\ntypeinfo {types.name}\n", encoding="utf-8")


def _register(command: list[str]) -> None:
    """Qt's own types come from several of its files; the registrar says so of each one, which tells us nothing."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    for line in done.stderr.splitlines():
        if not any(words in line for words in REPEATED):
            print(line)
    done.check_returncode()


def _mark_constants(described: Path) -> None:
    """The dump drops `constant=True` (6.11.3); with us a property that never says when it changes is a constant."""
    units = json.loads(described.read_text(encoding="utf-8"))
    for unit in units:
        for kind in unit["classes"]:
            for entry in kind.get("properties", ()):
                entry["constant"] = "notify" not in entry
    described.write_text(json.dumps(units), encoding="utf-8")


def _qt_types() -> list[Path]:
    found = [*(CHECKOUT / ".venv").glob("[Ll]ib*/**/PySide6/**/metatypes/qt6*_metatypes.json")]
    return [file for file in found if file.name.removeprefix("qt6").removesuffix("_metatypes.json") in FOREIGN]


def lint(touch: Path) -> int:
    """Lints every .qml file under `touch` with the view models beside them; 0 when there is no warning, else 1."""
    shown = sorted(touch.rglob("*.qml"))
    if not shown:
        print("qmllint: no .qml file yet, nothing was checked")
        return 0
    with tempfile.TemporaryDirectory(prefix="qmllint-") as scratch:
        for name, files in by_module(touch.rglob("*.py")).items():
            describe(name, files, Path(scratch))
        places = ["-I", scratch, "-I", str(touch / "qml")]
        rc = subprocess.run([program("pyside6-qmllint"), "-W", "0", *places, *shown], check=False).returncode
    print(f"qmllint: {len(shown)} files, {'clean' if rc == 0 else 'see above'}")
    return 1 if rc else 0


if __name__ == "__main__":
    sys.exit(lint(CHECKOUT / "ui" / "touch"))
