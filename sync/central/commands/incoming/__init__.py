"""Verbs about what comes in: imports, shops, and how orders are accepted."""
