"""How a page says no: with a status, a headline and words that say what to do."""

from __future__ import annotations

from typing import Final


class PageRefusal(Exception):
    """Raised by a page to answer with an error page."""

    def __init__(self, status: int, title: str = "", words: str = "") -> None:
        super().__init__(title or str(status))
        known = WORDS.get(status, WORDS[500])
        self.status = status
        self.title = title or known[0]
        self.words = words or known[1]


class SignInNeeded(Exception):
    """Nobody is signed in, or the session ended: the browser is sent to sign in and comes back."""


NOT_KNOWN: Final = (
    "The database was lost meanwhile",
    "Whether it was stored is not known. Look before you send it again.",
)
WORDS: Final[dict[int, tuple[str, str]]] = {
    400: ("That could not be read", "The request was not complete. Go back, reload the page and try again."),
    403: ("Not allowed", "Your role does not include this. Ask a supervisor or manager."),
    404: ("Nothing here", "There is no page at this address. It may have been moved, or the link was cut off."),
    405: ("That is not how this page is asked", "Open the page from its link."),
    409: ("It changed meanwhile", "Somebody else was faster. Go back, reload the page, and look again."),
    413: ("Too much at once", "What was sent is larger than this page takes."),
    429: ("Too many at once", "Wait a moment and try again."),
    500: ("Something went wrong here", "The fault is ours and was written down. Look before you send it again."),
    503: ("The database does not answer", "Nothing was stored. Try again in a moment."),
}
