"""The style, the script and the faces of the pages, under names that change with content: they never expire."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import app

KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
SCRIPTS: Final = ("NotoSansArabic-Regular.ttf", "NotoSansJP-Subset-Regular.otf", "NotoEmoji-Regular.ttf")
"""Faces for names in other scripts, fetched where the reader's machine has none."""
_BESIDE: Final = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """`name` is the one it is served under, with its hash; `etag` is quoted as HTTP wants it."""

    name: str
    kind: str
    body: bytes
    etag: str


def fonts() -> Path:
    """The folder of the faces, in a checkout or inside the installed package. Raises FileNotFoundError."""
    package = Path(app.__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / "fonts" / "web").is_dir():
            return folder / "fonts"
    raise FileNotFoundError(f"resources are missing: neither {package / 'resources'} nor the checkout has fonts/web")


@functools.cache
def read_files() -> dict[str, StaticFile]:
    """Every file by its plain name; the style names the faces as they are served."""
    faces = [*sorted((fonts() / "web").glob("*.woff2")), *(fonts() / name for name in SCRIPTS)]
    found = {path.name: _named(path.name, path.read_bytes()) for path in faces}
    for path in sorted(_BESIDE.iterdir()):
        if path.suffix in KINDS:
            body = path.read_bytes()
            if path.suffix == ".css":
                for plain, font in list(found.items()):
                    body = body.replace(f'url("{plain}")'.encode(), f'url("{font.name}")'.encode())
            found[path.name] = _named(path.name, body)
    return found


def _named(name: str, body: bytes) -> StaticFile:
    digest = hashlib.sha256(body).hexdigest()[:16]
    stem, dot, suffix = name.rpartition(".")
    return StaticFile(f"{stem}.{digest}{dot}{suffix}", KINDS[f".{suffix}"], body, f'"{digest}"')
