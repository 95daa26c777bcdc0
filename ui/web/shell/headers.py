"""What each answer tells the browser: load nothing from elsewhere, run nothing inline, frame nothing, keep nothing."""

from __future__ import annotations

from typing import Final

from fastapi import Response

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GUARDS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cache-Control": "no-store",
}


def guarded(response: Response) -> Response:
    """Add the guards a response does not set itself."""
    for name, value in GUARDS.items():
        response.headers.setdefault(name, value)
    return response
