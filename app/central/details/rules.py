"""What a site asks of details: where nothing is shipped to, when an order is a repeat, how long a link answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from app.central.centre import Centre
from app.central.details.judging import rules_of
from app.central.details.values import DetailRules

FORGOTTEN_AT_ONCE: Final = 500
"""Keys of one transaction, that orders go on between."""


def put_rules(centre: Centre, site: str, rules: DetailRules) -> bool:
    """Set all rules of a site; True when that changed something. Orders taken before are not judged again."""
    with centre.begin(site) as work:
        return work.details.put_rules(msgspec.json.encode(rules).decode())


def site_rules(centre: Centre, site: str) -> DetailRules:
    with centre.read(site) as work:
        return rules_of(work)


def forget_repeats(centre: Centre, site: str) -> int:
    """Forget a part of who ordered what, once it can not be a repeat any more; how many keys that were.

    As long as it is not 0, there may be more.
    """
    with centre.begin(site) as work:
        longest = max(rules_of(work).repeat_minutes.values(), default=0)
        return work.details.forget_keys(work.now - timedelta(minutes=longest), FORGOTTEN_AT_ONCE)
