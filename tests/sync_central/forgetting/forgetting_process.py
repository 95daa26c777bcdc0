"""Forgets at a centre in a process of its own, part after part, and says how much each was: to be killed in between."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from app.central.operating.forgetting import Forgetting, forget
from tests.central.house import SITE, START, open_again


def main(data: str, days: str) -> None:
    """As if it were so many days after the houses of tests begin."""
    centre = open_again(Path(data), "forgetting", lambda: START + timedelta(days=int(days)))
    more = 1
    while more:
        more = centre.do(forget, SITE, Forgetting())
        print(more, flush=True)
    centre.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
