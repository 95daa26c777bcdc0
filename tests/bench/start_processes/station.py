"""The whole bench as `packbench station run` puts it together, saying when its first frame was out.

First argument: station.toml.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.main.assembly import assemble
from app.main.kiosk_process import Screenwriter, make_kiosk
from app.main.settings import read_station

settings = read_station(Path(sys.argv[1]))
screenwriter = Screenwriter(None)
assembly = assemble(settings, screenwriter)
kiosk = make_kiosk(settings, assembly, None)
screenwriter.connect(kiosk.post)
told: list[int] = []


def swapped(_answers: int) -> None:
    """Says when the first frame was out."""
    if not told:
        told.append(os.write(1, b"%d\n" % time.monotonic_ns()))


kiosk.on_frame(swapped)
try:
    assembly.start()
    kiosk.run()
finally:
    assembly.stop()
    kiosk.close()
