"""`packbench central secret rotate`: another secret signs the links of customers from now on."""

from __future__ import annotations

import argparse
from typing import Any, Final

from app.central.centre import Centre
from app.central.details.questions.asking import ask_all_again
from app.central.details.questions.tokens import rotate_secret
from app.central.people.deeds import Deed, Subject, act
from sync.central.commands.hand import Hand, Verb


def add_arguments(verbs: Any) -> None:
    what = verbs.add_parser("secret", help="the secret that signs the links of customers").add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    rotate = what.add_parser("rotate", help="sign with a new one; links there are stay good until they expire")
    rotate.add_argument(
        "--end-links",
        action="store_true",
        help="somebody got hold of the old secret: every link made so far ends now, and who has not answered yet is "
        "asked again under a new one",
    )


def secret(hand: Hand, args: argparse.Namespace) -> int:
    site = hand.site
    ends = bool(args.end_links)
    deed = Deed(actor=hand.actor, action="secret.rotate", subject=Subject("site", site), details={"links_ended": ends})

    def rotate(centre: Centre) -> str:
        last = rotate_secret(centre, site, end_links=ends)
        if last is not None:
            return f"links made so far answer until {last:%Y-%m-%d %H:%M}Z"
        again = ask_all_again(centre, site) if ends else 0
        return "no link made so far answers" + (f"; {again} orders have a new one" if again else "")

    print(f"site {site}: a new secret signs links; {hand.centre.do(act, site, deed, rotate)}")
    return 0


VERBS: Final[dict[str, Verb]] = {"secret": secret}
