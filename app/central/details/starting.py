"""What details need before the first order: a secret per site that signs links, and data that is slow to load."""

from __future__ import annotations

from app.central.centre import Centre
from app.central.details.checking import warm_up
from app.central.details.questions.asking import begin_asking


def make_ready(centre: Centre) -> None:
    """Off the path of orders; asking twice changes nothing."""
    with centre.read() as work:
        sites = work.sites()
    for site in sites:
        centre.do(begin_asking, site)
    warm_up()
