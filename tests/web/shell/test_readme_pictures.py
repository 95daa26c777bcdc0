"""README shows every picture that is kept, and those of the desk are taken by one program, as it is now."""

import re
from pathlib import Path

from tests.web.pictures import PICTURES, SHOWN, SIZE, main

ROOT = Path(__file__).parents[3]
PNG = b"\x89PNG\r\n\x1a\n"


def test_every_picture_is_shown_and_every_one_of_the_desk_is_taken(tmp_path: Path) -> None:
    shown = set(re.findall(r"\(resources/pictures/([\w.]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {file.name for file in PICTURES.iterdir()} == shown
    assert {name for name in shown if name.startswith("desk_")} == SHOWN.keys()
    main([str(tmp_path)])
    for name in SHOWN:
        head = (tmp_path / name).read_bytes()[:24]
        assert (head[:8], tuple(int.from_bytes(head[at : at + 4], "big") for at in (16, 20))) == (PNG, SIZE), name
