"""Checks every QML file against the view models; any warning fails. Run as `python ui/touch/qmllint.py`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULE = "Packbench.Bench"


def qt_folder() -> Path:
    """Where PySide6 keeps its tools. Raises FileNotFoundError if it is not installed."""
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("PySide6 is not installed")
    return Path(spec.origin).parent


def describe_models(qt: Path, into: Path) -> None:
    """Write the types of the view models as a QML module, as `pyside6-project build` does, but in a scratch folder."""
    folder = into.joinpath(*MODULE.split("."))
    folder.mkdir(parents=True)
    registrar = next(path for path in (qt / "Qt/libexec", qt) if list(path.glob("qmltyperegistrar*")))
    tool = str(next(registrar.glob("qmltyperegistrar*")))
    lines = [f"module {MODULE}"]
    for source in sorted((HERE / "viewmodels").glob("*.py")):
        if "@QmlElement" not in source.read_text(encoding="utf-8"):
            continue
        dump, types = folder / f"{source.stem}.json", folder / f"{source.stem}.qmltypes"
        run(sys.executable, str(qt / "scripts/metaobjectdump.py"), "-o", str(dump), str(source))
        mark_constants(dump)
        name = ["--import-name", MODULE, "--major-version", "1", "--minor-version", "0"]
        run(
            tool,
            "--generate-qmltypes",
            str(types),
            "-o",
            str(folder / f"{source.stem}.cpp"),
            str(dump),
            *name,
            "--foreign-types",
            str(qt / "Qt/metatypes/qt6core_metatypes.json"),
        )
        lines.append(f"typeinfo {types.name}")
    (folder / "qmldir").write_text("\n".join(lines) + "\n", encoding="utf-8")


def mark_constants(dump: Path) -> None:
    """The dump forgets `constant=True`; here every property either says when it changes or never changes."""
    described = json.loads(dump.read_text(encoding="utf-8"))
    for unit in described:
        for kind in unit["classes"]:
            for entry in kind.get("properties", ()):
                entry["constant"] = "notify" not in entry
    dump.write_text(json.dumps(described), encoding="utf-8")


def run(*command: str) -> None:
    subprocess.run(command, check=True)


def main() -> int:
    """Exit code 0 when qmllint has nothing to say."""
    qt = qt_folder()
    tool = next(str(path) for path in (qt / "qmllint", qt / "qmllint.exe") if path.is_file())
    files = [str(path) for path in sorted((HERE / "qml").rglob("*.qml"))]
    with tempfile.TemporaryDirectory() as scratch:
        describe_models(qt, Path(scratch))
        command = [tool, "--max-warnings", "0", "-I", scratch, "-I", str(qt / "Qt/qml"), *files]
        found = subprocess.run(command, check=False)
    print(f"qmllint: {len(files)} files, {'clean' if found.returncode == 0 else 'not clean'}")
    return found.returncode


if __name__ == "__main__":
    sys.exit(main())
